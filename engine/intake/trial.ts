import { MINUTE_MS } from '../../core/time';
import { sealEnvelope } from '../../formats/intake/envelope';
import { rateKey } from '../keys';
import { ttlAt } from '../stored';
import type { IntakePorts } from './http';

const NAME = 'trial';

/** Counts and hands on as for a request: a look at a heartbeat that nobody expects, of which nothing comes. */
export async function tryIntake({ store, queue, clock }: IntakePorts, configuration: string): Promise<string> {
  const at = clock.now();
  await store.update(rateKey(NAME, 0), { add: { count: 1 }, set: { ttl: ttlAt(at + MINUTE_MS) } });
  await queue.send({ queue: 'ingest', body: sealEnvelope({ tocsin: 'look', name: NAME, at }) }, 0);
  return `configuration ${configuration}; counted a request and handed it on`;
}
