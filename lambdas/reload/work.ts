import { gzipSync } from 'node:zlib';
import type { Configuration } from '../../engine/configuration/configuration';
import { publishConfiguration } from '../../engine/deployed';
import type { Ports } from '../../engine/ports';
import { reload } from '../../engine/reload';
import { withRegexEngine } from '../regex';
import { type Request, readRequest, respond, type Verdict } from '../rollout/request';
import type { Work } from '../wrap';

/**
 * Has the configuration that just went live apply to what fires already, and keeps a copy for who asks what runs.
 * A deployment does not wait for it: what it began goes on, and is tried again when it fails.
 */
export const reloadOnce =
  (
    ports: () => Ports,
    configuration: () => Configuration,
    answer: (request: Request, verdict: Verdict) => Promise<void> = respond,
  ): Work<unknown, void> =>
  async (event, { log }) => {
    const request = readRequest(event);
    if (request) await answer(request, { ok: true, reason: 'begun' });
    if (request?.RequestType === 'Delete') return;
    const packed = gzipSync(JSON.stringify(configuration())).toString('base64');
    await publishConfiguration(ports(), configuration().hash, packed);
    const { groups, alerts } = await withRegexEngine(() => reload(ports(), configuration()));
    log.info('reloaded', { configuration: configuration().hash, groups, alerts });
  };
