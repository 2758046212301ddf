import type { Alert } from '../core/alert/alert';
import { hash } from '../core/hash';
import { type Beat, type Expected, heard, look, lookAt, type Pulse } from '../core/heartbeat/decide';
import type { Heartbeat } from '../core/heartbeat/heartbeat';
import { canonical } from '../core/json';
import { DAY_MS, type EpochMs, MINUTE_MS } from '../core/time';
import { sealEnvelope } from '../formats/intake/envelope';
import type { Configuration } from './configuration/configuration';
import { HEARTBEATS, heartbeatKey } from './keys';
import { type Item, type Ports, StoreError } from './ports';
import { ttlAt } from './stored';
import { readPulse } from './stored-pulse';
import { HORIZON_MS } from './sweep';

/** Takes an alert in, as if it had come in by itself. */
export type Accept = (alert: Alert) => Promise<unknown>;

/** What is known of a heartbeat, and what must still be taken in because of it. */
export type KeptPulse = Pulse & {
  /** Rises with each change. */
  readonly rev: number;
  readonly pending: Alert | null;
};

/** Changes to one heartbeat that meet at one moment are few. */
const MAX_TRIES = 8;
/** A look that comes later than this says that messages wait: reports may wait as well. */
const PROMPT_MS = MINUTE_MS;
/** How long what is no longer expected is remembered. */
const FORGET_MS = 7 * DAY_MS;

const specOf = (heartbeat: Heartbeat): string => hash(16, canonical(heartbeat));

function expectedOf({ ingest }: Configuration, name: string): Expected {
  const heartbeat = ingest.heartbeats.find((one) => one.name === name);
  return heartbeat ? { heartbeat, spec: specOf(heartbeat) } : null;
}

type Decide = (expected: Expected, known: Pulse | null) => Beat | null;

/** A heartbeat was heard. @returns why nothing came of it, or what did */
export const hearHeartbeat = (
  ports: Ports,
  configuration: Configuration,
  accept: Accept,
  { name, at }: { readonly name: string; readonly at: EpochMs },
): Promise<string> =>
  change(ports, configuration, accept, name, (expected, known) => heard(expected, known, at, ports.clock.now()));

/** Somebody was to look at a heartbeat at this instant. */
export const lookAtHeartbeat = (
  ports: Ports,
  configuration: Configuration,
  accept: Accept,
  { name, at }: { readonly name: string; readonly at: EpochMs },
): Promise<string> => {
  const now = ports.clock.now();
  const isPrompt = now - at <= PROMPT_MS;
  return change(ports, configuration, accept, name, (expected, known) => look(expected, known, now, isPrompt));
};

/**
 * Decides on what is known and keeps it if nobody was faster. The alert is kept with it and taken in afterwards:
 * whoever comes next takes in what one that died left behind.
 */
async function change(
  ports: Ports,
  configuration: Configuration,
  accept: Accept,
  name: string,
  decide: Decide,
): Promise<string> {
  const { store, clock } = ports;
  const expected = expectedOf(configuration, name);
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const item = await store.get(heartbeatKey(name));
    const known = item && readPulse(item);
    if (known?.pending) {
      await settle(ports, accept, name, known);
      continue;
    }
    const beat = decide(expected, known);
    if (!beat) return expected || known ? 'nothing changes' : `no heartbeat ${JSON.stringify(name)} in ingest.yml`;
    const kept: KeptPulse = { ...beat.next, rev: (known?.rev ?? 0) + 1, pending: beat.alert };
    const written = await store.put(
      itemOf(name, kept, clock.now()),
      known ? [[['rev', '=', known.rev]]] : [[['rev', 'absent']]],
    );
    if (!written.ok) continue;
    if (beat.alert) await settle(ports, accept, name, kept);
    return beat.reason;
  }
  throw new StoreError(`heartbeat ${name}: not kept in ${MAX_TRIES} tries`);
}

async function settle({ store }: Ports, accept: Accept, name: string, kept: KeptPulse): Promise<void> {
  if (kept.pending) await accept(kept.pending);
  await store.update(heartbeatKey(name), { set: { pending: null }, add: { rev: 1 } }, [[['rev', '=', kept.rev]]]);
}

const itemOf = (name: string, kept: KeptPulse, now: EpochMs): Item => ({
  ...heartbeatKey(name),
  ...kept,
  ...(kept.isRemoved && { ttl: ttlAt(now + FORGET_MS) }),
});

/**
 * Sees to it that each heartbeat is looked at when its time is up, and those that are new, changed or gone at once.
 * @returns how many were asked for
 */
export async function sweepHeartbeats(
  { store, queue, clock }: Pick<Ports, 'store' | 'queue' | 'clock'>,
  configuration: Configuration,
): Promise<number> {
  const now = clock.now();
  const items = await store.query(HEARTBEATS, ' ', '~');
  const known = new Map(items.map((item) => [item.sk, readPulse(item)]));
  const names = new Set([...known.keys(), ...configuration.ingest.heartbeats.map(({ name }) => name)]);
  let looks = 0;
  for (const name of names) {
    const at = dueAt(expectedOf(configuration, name), known.get(name) ?? null, now);
    if (at === null || at > now + HORIZON_MS) continue;
    const delayMs = Math.max(0, at - now);
    await queue.send({ queue: 'ingest', body: sealEnvelope({ tocsin: 'look', name, at: now + delayMs }) }, delayMs);
    looks += 1;
  }
  return looks;
}

/** When somebody should look at it; null: nothing will change by itself. */
function dueAt(expected: Expected, known: KeptPulse | null, now: EpochMs): EpochMs | null {
  if (known?.pending) return now;
  if (!expected) return known && !known.isRemoved ? now : null;
  if (!known || known.isRemoved || known.spec !== expected.spec) return now;
  return known.missing ? null : lookAt(expected.heartbeat, known);
}
