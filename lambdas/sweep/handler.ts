import { sendHttp } from '../../adapters/http';
import { secret } from '../../channels/channel';
import { sweep } from '../../engine/sweep';
import { configuration, once } from '../environment';
import { awsPorts } from '../ports';
import { trying } from '../rollout/trying';
import { secrets } from '../secrets';
import { tools } from '../tools';
import { wrap } from '../wrap';
import { sweepOnce } from './work';

const ports = once(awsPorts);
const REPORT_TIMEOUT_MS = 5_000;

/** Tells an address elsewhere that the sweep works; it tells somebody when it hears nothing. */
async function report(reference: string): Promise<void> {
  const request = { kind: 'http', url: secret(reference), json: {}, timeoutMs: REPORT_TIMEOUT_MS } as const;
  const { status } = await sendHttp(secrets, request);
  if (status >= 300) throw new Error(`status ${status}`);
}

/** A sweep more does no harm: the trial is the thing itself. */
const steps = async () => ({
  try: async () =>
    `configuration ${configuration().hash}; looked at what is due: ${(await sweep(ports())).hinted} hints`,
});

export const handler = wrap(trying(sweepOnce(ports, configuration, report), { steps }), tools());
