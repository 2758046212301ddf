import { MINUTE_MS } from '../../core/time';
import { sealEnvelope } from '../../formats/intake/envelope';
import type { Configuration } from '../configuration/configuration';
import { rateKey } from '../keys';
import { ttlAt } from '../stored';
import type { IntakePorts } from './http';

const NAME = 'trial';

/**
 * Reads every key, counts and hands on as for a request: a look at a heartbeat that nobody expects, of which nothing
 * comes.
 * @throws {KeysUnreadable} which key is not there
 */
export async function tryIntake(
  { store, queue, clock, keyring }: IntakePorts,
  { ingest, hash }: Pick<Configuration, 'ingest' | 'hash'>,
): Promise<string> {
  const senders = [...ingest.pagerduty, ...ingest.alertmanager];
  const keys = [
    ...senders.flatMap(({ key }) => ('reference' in key ? key.reference : [])),
    ...(ingest.heartbeatKey === null ? [] : [ingest.heartbeatKey]),
  ];
  await keyring.readAll(keys);
  const at = clock.now();
  await store.update(rateKey(NAME, 0), { add: { count: 1 }, set: { ttl: ttlAt(at + MINUTE_MS) } });
  await queue.send({ queue: 'ingest', body: sealEnvelope({ tocsin: 'look', name: NAME, at }) }, 0);
  return `configuration ${hash}; read ${keys.length} keys, counted a request and handed it on`;
}
