import { type Labels, SEVERITIES } from '../../core/alert/alert';
import { match } from '../../core/routing/match';
import { compileMatcher, type Matcher } from '../../core/routing/matcher';
import type { Route } from '../../core/routing/route';

/** Labels made up to take one way through a tree. */
export type Sample = { readonly path: string; readonly labels: Labels };

/** `missed`: ways for which no labels could be made up, so that nothing can be said of them. */
export type Samples = { readonly samples: readonly Sample[]; readonly missed: readonly string[] };

/** A node of the tree and all that an alert which comes there must be. */
type Way = { readonly route: Route; readonly matchers: readonly Matcher[] };

const waysOf = (route: Route, above: readonly Matcher[] = []): readonly Way[] => {
  const matchers = [...above, ...route.matchers];
  return [{ route, matchers }, ...route.routes.flatMap((child) => waysOf(child, matchers))];
};

/** Combinations of values for one way, at most. */
const MAX_PER_WAY = 64;
/** Pairs of an old way and a new one, at most. */
const MAX_PAIRS = 40_000;

/**
 * Labels for every way through two trees, and for every pair of a way through the one and a way through the other: what
 * a new route takes away from an old one is found where both would have it.
 */
export function samplesOf(before: Route, after: Route): Samples & { readonly pairsLeftOut: number } {
  const [old, young] = [waysOf(before), waysOf(after)];
  const pairs = old.length * young.length;
  const isAll = pairs <= MAX_PAIRS;
  const both = isAll ? old.flatMap((one) => young.map((other) => [...one.matchers, ...other.matchers])) : [];
  const alone = [...old, ...young].map(({ matchers }) => matchers);
  const made = new Map<string, Sample>();
  for (const matchers of [...alone, ...both])
    for (const labels of labelSets(matchers)) {
      const [first] = match(before, labels);
      made.set(JSON.stringify(labels), { path: first?.route.path ?? '', labels });
    }
  const samples = [...made.values()];
  return { samples, missed: missedIn(before, old, samples), pairsLeftOut: isAll ? 0 : pairs };
}

/** Ways that none of the samples takes. */
function missedIn(root: Route, ways: readonly Way[], samples: readonly Sample[]): readonly string[] {
  const taken = new Set(samples.flatMap(({ labels }) => match(root, labels).map(({ route }) => route)));
  // A route may have children that take all: it is no end of any way.
  const ends = ways.filter(({ route }) => route.routes.length === 0);
  return ends.filter(({ route }) => !taken.has(route)).map(({ route }) => route.path);
}

/** Label sets for which every matcher holds; for each severity, where they leave that open. */
function labelSets(matchers: readonly Matcher[]): readonly Labels[] {
  const names = [...new Set(['severity', ...matchers.map(({ name }) => name)])];
  let sets: readonly Labels[] = [{}];
  for (const name of names) {
    const own = matchers.filter((matcher) => matcher.name === name);
    const values = valuesFor(name, own);
    sets = sets.flatMap((set) => values.map((value) => (value === '' ? set : { ...set, [name]: value })));
    if (sets.length > MAX_PER_WAY) sets = sets.slice(0, MAX_PER_WAY);
  }
  return sets;
}

/** Values of one label that all its matchers take; none: they contradict each other, or nobody could guess one. */
function valuesFor(name: string, matchers: readonly Matcher[]): readonly string[] {
  const holds = matchers.map(compileMatcher);
  const guesses = new Set([...matchers.flatMap(guessesAt), ...(name === 'severity' ? SEVERITIES : ['', 'other'])]);
  const right = [...guesses].filter((value) => holds.every((one) => one({ [name]: value })));
  // A label that nothing is said of, or only what it is not, needs one value.
  const isOpen = matchers.every(({ operator }) => operator === '!=' || operator === '!~');
  return isOpen && name !== 'severity' ? right.slice(0, 1) : right;
}

/** Values that a matcher may have meant. */
function guessesAt({ operator, value }: Matcher): readonly string[] {
  if (operator === '=') return [value];
  if (operator !== '=~') return [];
  return alternativesIn(value).map((one) =>
    one
      .replace(/^\^|\$$/g, '')
      .replace(/\.\*\??/g, '')
      .replace(/\.\+\??|\[[^\]]*\]\+?|\\[dw][+*]?/g, '1')
      .replace(/(?<!\\)[()?]|\(\?:/g, '')
      .replace(/\\(.)/g, '$1'),
  );
}

/** `eu-(west|north)-1|us` as eu-west-1, eu-north-1, us: groups that stand in plain text, multiplied. */
function alternativesIn(pattern: string): readonly string[] {
  const group = /\((?:\?:)?([^()]*)\)(?![*+?{])/.exec(pattern);
  if (!group) return pattern.split('|').slice(0, MAX_PER_WAY);
  const [whole, inner = ''] = group;
  return inner
    .split('|')
    .flatMap((one) => alternativesIn(pattern.replace(whole, () => one)))
    .slice(0, MAX_PER_WAY);
}
