import * as z from 'zod/mini';
import { isFiring } from '../../core/alert/alert';
import type { Member, Mute } from '../../core/incident/group';
import { inhibits, targetsOf } from '../../core/inhibition/inhibit-rule';
import { innerKeys, isOuter } from '../../core/inhibition/within';
import type { EpochMs } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { inhibitorsPartition } from '../keys';
import type { Item, Store } from '../ports';
import { keyDigits, WITHIN } from './inhibitors';

/** More keys than this of one rule, and all that inhibits by it is read at once. */
const MAX_KEYS = 8;
/** Sort keys begin with hex digits. */
const [FIRST, LAST] = ['0', 'g'];

const InhibitorItem = z.object({
  fingerprint: z.string(),
  isTwoSided: z.boolean(),
  endsAt: z.nullable(z.number()),
});
type Found = z.infer<typeof InhibitorItem>;

/** A question of one member: is somebody there who inhibits it? */
type Question = {
  readonly member: Member;
  readonly rule: string;
  readonly digits: string;
  readonly name: string;
  readonly isAnsweredBy: (found: Found) => boolean;
};

function questionsOf({ inhibitRules }: Configuration, member: Member, isAnyWithin: boolean): readonly Question[] {
  const ofRules = targetsOf(inhibitRules, member.labels).flatMap((target): Question[] => {
    const rule = inhibitRules[target.rule]?.id;
    if (rule === undefined) return [];
    const digits = keyDigits(target.key);
    const isAnsweredBy = (found: Found): boolean => inhibits(found, target);
    return [{ member, rule, digits, name: String(target.rule), isAnsweredBy }];
  });
  const keys = isAnyWithin ? innerKeys(member) : [];
  const builtIn = keys.map((key): Question => {
    const name = key.startsWith('part-') ? 'alarm of the contributor' : 'composite alarm';
    const isAnsweredBy = ({ fingerprint }: Found): boolean => isOuter(member, fingerprint);
    return { member, rule: WITHIN, digits: keyDigits(key), name, isAnsweredBy };
  });
  return [...ofRules, ...builtIn];
}

/**
 * What inhibits these alerts, by fingerprint, and whether a rule of the team's might. Only what some rule could inhibit costs a call: one per key, or one per
 * rule where there are many.
 */
export async function inhibitedNow(
  store: Pick<Store, 'query'>,
  configuration: Configuration,
  members: readonly Member[],
  { now, isAnyWithin }: { readonly now: EpochMs; readonly isAnyWithin: boolean },
): Promise<{ readonly inhibited: ReadonlyMap<string, readonly Mute[]>; readonly isAsked: boolean }> {
  const questions = members.flatMap((member) => questionsOf(configuration, member, isAnyWithin));
  const wanted = new Map<string, Set<string>>();
  for (const { rule, digits } of questions) wanted.set(rule, (wanted.get(rule) ?? new Set()).add(digits));
  const answers = await Promise.all([...wanted].map(([rule, digits]) => findAll(store, rule, digits, now)));
  const found = new Map([...wanted.keys()].map((rule, at) => [rule, answers[at]]));
  const mutes = new Map<string, Mute[]>();
  for (const { member, rule, digits, name, isAnsweredBy } of questions) {
    if (!found.get(rule)?.get(digits)?.some(isAnsweredBy)) continue;
    const { fingerprint } = member;
    const known = mutes.get(fingerprint) ?? [];
    if (!known.some((mute) => mute.name === name)) mutes.set(fingerprint, [...known, { by: 'inhibition', name }]);
  }
  return { inhibited: mutes, isAsked: questions.some(({ rule }) => rule !== WITHIN) };
}

/** Those that fire, by the digits of their key. */
async function findAll(
  store: Pick<Store, 'query'>,
  rule: string,
  digits: ReadonlySet<string>,
  now: EpochMs,
): Promise<ReadonlyMap<string, readonly Found[]>> {
  const pk = inhibitorsPartition(rule);
  const ranges =
    digits.size > MAX_KEYS ? [[FIRST, LAST] as const] : [...digits].map((one) => [`${one}#`, `${one}#~`] as const);
  const items = (await Promise.all(ranges.map(([from, to]) => store.query(pk, from, to)))).flat();
  const found = new Map<string, Found[]>();
  for (const item of items) {
    const inhibitor = readInhibitor(item);
    if (!isFiring(inhibitor, now)) continue;
    const at = item.sk.slice(0, item.sk.indexOf('#'));
    const known = found.get(at);
    if (known) known.push(inhibitor);
    else found.set(at, [inhibitor]);
  }
  return found;
}

const readInhibitor = (item: Item): Found => InhibitorItem.parse(item);
