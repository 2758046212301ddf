import type { Alert } from '../../core/alert/alert';
import { hash } from '../../core/hash';
import { sourcesOf } from '../../core/inhibition/inhibit-rule';
import { outerKeys } from '../../core/inhibition/within';
import { DAY_MS } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { inhibitorsPartition, liveVersionKey } from '../keys';
import type { Key, Ports } from '../ports';
import { ttlAt } from '../stored';

/** What is not in the team's rules: composites inhibit their children, alarms their contributors. */
export const WITHIN = 'within';

/** How long an alert that inhibits no more stays: what was reported before its end may still come in. */
const INHIBITOR_TTL_MS = 2 * DAY_MS;
const KEY_DIGITS = 16;

/** What stands in a sort key for the key under which rules look for alerts. */
export const keyDigits = (key: string): string => hash(KEY_DIGITS, key);

/** An alert as one that inhibits others while it fires; `name` is that of a place where they look for it. */
export type Inhibitor = { readonly name: string; readonly isTwoSided: boolean };

const PREFIX = 'I#';
export const isInhibitorName = (name: string): boolean => name.startsWith(PREFIX);

/** `I#rule#key`, as an alert remembers it. */
const nameOf = (rule: string, key: string): string => `${inhibitorsPartition(rule)}#${keyDigits(key)}`;

function keyOf(name: string, fingerprint: string): Key {
  const at = name.lastIndexOf('#');
  return { pk: name.slice(0, at), sk: `${name.slice(at + 1)}#${fingerprint}` };
}

/** Everywhere that others look for this alert, whether it fires or not. */
export function inhibitorsOf({ inhibitRules }: Configuration, alert: Alert): readonly Inhibitor[] {
  const ofRules = sourcesOf(inhibitRules, alert.labels).flatMap(({ rule, key, isTwoSided }): Inhibitor[] => {
    const id = inhibitRules[rule]?.id;
    return id === undefined ? [] : [{ name: nameOf(id, key), isTwoSided }];
  });
  const builtIn = outerKeys(alert).map((key): Inhibitor => ({ name: nameOf(WITHIN, key), isTwoSided: false }));
  return [...new Map([...ofRules, ...builtIn].map((one) => [one.name, one])).values()];
}

type Stamped = { readonly alert: Alert; readonly stamp: string };

/** Says where others look that the alert fires, until when, or that it does not, unless a later report is known there. */
export async function keepInhibitor(
  { store }: Pick<Ports, 'store'>,
  { name, isTwoSided }: Inhibitor,
  { alert: { fingerprint, endsAt }, stamp }: Stamped,
): Promise<void> {
  const ttl = endsAt === null ? null : ttlAt(endsAt + INHIBITOR_TTL_MS);
  const set = { fingerprint, isTwoSided, endsAt, order: stamp, ...(ttl !== null && { ttl }) };
  const update = ttl === null ? { set, remove: ['ttl'] } : { set };
  await store.update(keyOf(name, fingerprint), update, [[['order', 'absent']], [['order', '<', stamp]]]);
  if (name.startsWith(inhibitorsPartition(WITHIN)) && endsAt === null) await noteWithin(store);
}

/** Where nothing was ever within something else, nobody need ask. */
async function noteWithin(store: Ports['store']): Promise<void> {
  await store.update(liveVersionKey, { set: { isAnyWithin: true } }, [[['isAnyWithin', 'absent']]]);
}

/** Its labels or the rules changed: nobody who looks there is inhibited by it any more. */
export async function dropInhibitor(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  name: string,
  { alert: { fingerprint }, stamp }: Stamped,
): Promise<void> {
  const now = clock.now();
  const set = { fingerprint, isTwoSided: false, endsAt: now, order: stamp, ttl: ttlAt(now + INHIBITOR_TTL_MS) };
  await store.update(keyOf(name, fingerprint), { set }, [[['order', 'absent']], [['order', '<=', stamp]]]);
}
