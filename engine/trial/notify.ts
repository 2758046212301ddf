import type { Channel } from '../../channels/channel';
import type { Configuration } from '../configuration/configuration';
import { notify } from '../notify';
import type { Ports, Transport } from '../ports';
import { TRIAL_SLOT, TrialFailed, trialConfiguration, trialGroup, trialPorts } from './setting';

/** Nothing leaves: what was asked comes back as if it had been taken. */
const loopBack: Transport = { send: async () => ({ status: 200, headers: {}, body: '' }) };

/** Every `{ $secret: reference }` within. */
function* secretsIn(value: unknown): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  if ('$secret' in value && typeof value.$secret === 'string') yield value.$secret;
  else for (const part of Object.values(value)) yield* secretsIn(part);
}

/**
 * A new version tells what the trial's alarm wants told; its channels read every destination of the configuration, and
 * every secret that they will need can be read and decrypted.
 * @param readSecret throws for one that cannot be
 * @returns what was seen
 * @throws {TrialFailed} for what it did wrong
 */
export async function tryNotify(
  ports: Ports,
  configuration: Configuration,
  channels: readonly Channel[],
  readSecret: (reference: string) => Promise<string>,
): Promise<string> {
  const integrations = Object.values(configuration.receivers).flatMap((receiver) => receiver.integrations);
  for (const { channel, to, settings } of integrations) {
    const known = channels.find(({ name }) => name === channel);
    if (!known?.config.safeParse(settings).success)
      throw new TrialFailed(`${channel} cannot read its settings for ${to}`);
  }
  const references = [...new Set(integrations.flatMap(({ settings }) => [...secretsIn(settings)]))];
  const faults = (await Promise.all(references.map((reference) => faultOf(readSecret, reference)))).flat();
  if (faults.length > 0) throw new TrialFailed(faults.join('; '));
  const { outcome, reason } = await notify(
    { ...trialPorts(ports), transport: loopBack },
    trialConfiguration(configuration),
    channels,
    { group: trialGroup(), slot: TRIAL_SLOT },
  );
  const isDone = outcome === 'delivered' || outcome === 'nothing'; // nothing: delivered before, and the answer was lost
  if (!isDone) throw new TrialFailed(`what was to be told was ${outcome}: ${reason}`);
  return `${integrations.length} destinations and ${references.length} secrets can be read; ${outcome}`;
}

async function faultOf(readSecret: (reference: string) => Promise<string>, reference: string): Promise<string[]> {
  try {
    const value = await readSecret(reference);
    return value === '' ? [`the secret ${reference} is empty`] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
