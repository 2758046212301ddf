import { tickFrom } from '../core/incident/group';
import { isWorse } from '../core/incident/situation';
import type { Destination } from '../core/routing/route';
import { type EpochMs, SECOND_MS } from '../core/time';
import { headerKey, shardOf } from './keys';
import { type Clause, type Item, type Ports, StoreError, type Update, type Write } from './ports';
import { readHeader } from './stored';

/** States that pass each other between a look and a write are few; a loop that does not end is a defect. */
const MAX_TRIES = 8;

/** A wake within this time gets a hint of its own; the sweep, which looks further ahead, sees to later ones. */
const HINT_WITHIN_MS = 90 * SECOND_MS;

/** When the group must be woken, and whether nobody was told to do so before. */
export type Armed = { readonly wakeAt: EpochMs; readonly hint: boolean };

/**
 * Makes sure that a flush looks at the group after this moment, without taking its version: `gen` rises, so that a
 * flush which has read already knows that it missed something, and `wakeAt` is lowered to when this group flushes next.
 *
 * @param openAt when the group's first flush is due if no episode is open
 * @param severity of the alert: under an escalation policy, worse than before does not wait
 */
export async function arm(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { group, groupKey, groupLabels, route }: Destination,
  openAt: EpochMs,
  severity?: string,
): Promise<Armed> {
  const key = headerKey(group);
  const { receiver, path, timing } = route;
  const describe: Update = {
    set: { receiver, path, groupKey, groupLabels, timing, shard: shardOf(group) },
    add: { gen: 1 },
    remove: ['ttl'],
  };
  const first = await store.update(
    key,
    { ...describe, set: { ...describe.set, state: 'idle', openAt, wakeAt: openAt } },
    [
      [
        ['state', 'absent'],
        ['openAt', 'absent'],
      ],
      [
        ['state', '=', 'idle'],
        ['openAt', 'absent'],
      ],
    ],
  );
  if (first.ok) return { wakeAt: openAt, hint: true };
  let existing = first.existing;
  for (let tries = 1; tries < MAX_TRIES; tries += 1) {
    const attempt = existing ? rearm(existing, { openAt, severity, now: clock.now() }, describe) : null;
    if (!attempt) throw new StoreError(`${group}: the header vanished while it was armed`);
    const written = await store.update(key, attempt.update, [attempt.condition]);
    if (written.ok) return attempt.armed;
    existing = written.existing;
  }
  throw new StoreError(`${group}: not armed in ${MAX_TRIES} tries`);
}

type Attempt = { readonly update: Update; readonly condition: readonly Clause[]; readonly armed: Armed };

type News = { readonly openAt: EpochMs; readonly severity: string | undefined; readonly now: EpochMs };

function rearm(existing: Item, { openAt, severity, now }: News, describe: Update): Attempt {
  const { state, openAt: pendingAt, tickAt, wakeAt, timing, escalation, ...header } = readHeader(existing);
  if (pendingAt != null) {
    return { update: describe, condition: [['openAt', '=', pendingAt]], armed: { wakeAt: pendingAt, hint: false } };
  }
  if (state === 'idle') {
    const update = { ...describe, set: { ...describe.set, openAt, wakeAt: openAt } };
    const condition: Clause[] = [
      ['state', '=', 'idle'],
      ['openAt', 'absent'],
    ];
    return { update, condition, armed: { wakeAt: openAt, hint: true } };
  }
  const isUrgent = escalation != null && isWorse(severity ?? null, header.severity ?? null);
  const next = isUrgent ? now : tickFrom(tickAt ?? now, timing.groupIntervalMs, now);
  const lowered = Math.min(next, wakeAt ?? next);
  const update = { ...describe, set: { ...describe.set, wakeAt: lowered } };
  const condition: Clause[] = [
    ['state', '=', state],
    ['openAt', 'absent'],
    tickAt == null ? ['tickAt', 'absent'] : ['tickAt', '=', tickAt],
    wakeAt == null ? ['wakeAt', 'absent'] : ['wakeAt', '=', wakeAt],
  ];
  return { update, condition, armed: { wakeAt: lowered, hint: lowered !== wakeAt } };
}

/** Has the group looked at now, whatever it waits for: something about its members or deliveries changed. */
export const rousing = (group: string, now: EpochMs): Extract<Write, { type: 'update' }> => ({
  type: 'update',
  key: headerKey(group),
  update: { set: { wakeAt: now, shard: shardOf(group) }, add: { gen: 1 } },
  condition: [[['gen', 'present']]],
});

/** {@link rousing}, as a write of its own. */
export async function rouse({ store, clock, queue }: Ports, group: string): Promise<void> {
  const { key, update, condition } = rousing(group, clock.now());
  const written = await store.update(key, update, condition);
  if (written.ok) await queue.send({ queue: 'wake', group }, 0);
}

/** Has a flush come at the exact time, if that is soon. */
export async function hintWake(
  { queue }: Pick<Ports, 'queue'>,
  group: string,
  wakeAt: EpochMs | null,
  now: EpochMs,
): Promise<void> {
  if (wakeAt === null || wakeAt - now > HINT_WITHIN_MS) return;
  await queue.send({ queue: 'wake', group }, Math.max(0, wakeAt - now));
}
