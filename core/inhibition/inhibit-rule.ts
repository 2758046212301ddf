import type { Labels } from '../alert/alert';
import { hash } from '../hash';
import { allOf, type Condition, labelValue, type Matcher } from '../routing/matcher';
import { matcherIndex } from '../routing/matcher-index';

/** While an alert that the sources match fires, alerts that the targets match are muted, if these labels are equal. */
export type InhibitRule = {
  /** 16 hex digits over what it says: it survives its place in the file. */
  readonly id: string;
  /** What people call it, or empty. */
  readonly name: string;
  readonly sources: readonly Matcher[];
  readonly targets: readonly Matcher[];
  /** Label names; a label that is missing equals an empty one. */
  readonly equal: readonly string[];
};

/** An alert as a source of a rule, under the key that its targets will ask for. */
export type Source = {
  readonly rule: number;
  readonly key: string;
  /** It matches the targets of its rule, too: it does not inhibit an alert that does the same. */
  readonly isTwoSided: boolean;
};

/** An alert as a target of a rule: any firing source under this key inhibits it, unless that is excluded. */
export type Target = {
  readonly rule: number;
  readonly key: string;
  /** It matches the sources of its rule, too: sources that are two-sided do not count. */
  readonly isTwoSided: boolean;
};

type Compiled = {
  readonly rules: readonly {
    readonly rule: InhibitRule;
    readonly isSource: Condition;
    readonly isTarget: Condition;
    readonly equal: readonly string[];
  }[];
  readonly sourceCandidates: (labels: Labels) => readonly number[];
  readonly targetCandidates: (labels: Labels) => readonly number[];
};

/** Two rules that say the same have the same identity. */
export const ruleId = ({ sources, targets, equal }: Pick<InhibitRule, 'sources' | 'targets' | 'equal'>): string =>
  hash(16, JSON.stringify([sources, targets, [...new Set(equal)].sort()]));

const compiled = new WeakMap<readonly InhibitRule[], Compiled>();

function compiledOnce(rules: readonly InhibitRule[]): Compiled {
  const known = compiled.get(rules);
  if (known) return known;
  const made: Compiled = {
    rules: rules.map((rule) => ({
      rule,
      isSource: allOf(rule.sources),
      isTarget: allOf(rule.targets),
      equal: [...new Set(rule.equal)].sort(),
    })),
    sourceCandidates: matcherIndex(rules.map(({ sources }) => sources)),
    targetCandidates: matcherIndex(rules.map(({ targets }) => targets)),
  };
  compiled.set(rules, made);
  return made;
}

/** Longer values are hashed: a key must stay far below what a table takes. */
const MAX_READABLE = 128;

function keyOf(id: string, equal: readonly string[], labels: Labels): string {
  let values = '';
  for (const name of equal) {
    const value = labelValue(labels, name);
    values += `${value.length}:${value},`;
  }
  return `${id}#${values.length <= MAX_READABLE ? values : hash(32, values)}`;
}

/**
 * The keys under which an alert inhibits others while it fires, whatever else happens to it: a silenced or inhibited
 * alert inhibits as well. @param rules compiled at the first call and remembered, so pass the same list
 */
export function sourcesOf(rules: readonly InhibitRule[], labels: Labels): readonly Source[] {
  const all = compiledOnce(rules);
  const found: Source[] = [];
  for (const position of all.sourceCandidates(labels)) {
    const one = all.rules[position];
    if (!one?.isSource(labels)) continue;
    found.push({ rule: position, key: keyOf(one.rule.id, one.equal, labels), isTwoSided: one.isTarget(labels) });
  }
  return found;
}

/** The keys whose firing sources inhibit an alert, in the order of the rules. */
export function targetsOf(rules: readonly InhibitRule[], labels: Labels): readonly Target[] {
  const all = compiledOnce(rules);
  const found: Target[] = [];
  for (const position of all.targetCandidates(labels)) {
    const one = all.rules[position];
    if (!one?.isTarget(labels)) continue;
    found.push({ rule: position, key: keyOf(one.rule.id, one.equal, labels), isTwoSided: one.isSource(labels) });
  }
  return found;
}

/** Does a firing source that was found under a target's key inhibit it? */
export const inhibits = (source: Pick<Source, 'isTwoSided'>, target: Target): boolean =>
  !(source.isTwoSided && target.isTwoSided);
