import type { Labels } from '../alert/alert';
import { labelValue, type Matcher } from './matcher';
import { plainTexts } from './plain';

type Exact = { readonly name: string; readonly values: readonly string[] };

/** What a matcher asks for, where it asks for certain values: `team="db"`, `team=~"db|web"`. */
function exactOf({ name, operator, value }: Matcher): readonly Exact[] {
  if (operator === '=') return [{ name, values: [value] }];
  const values = operator === '=~' ? plainTexts(value) : null;
  return values ? [{ name, values }] : [];
}

/** Both ascending, and nothing in both. */
function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  const all: number[] = [];
  let at = 0;
  for (const right of b) {
    for (let left = a[at]; left !== undefined && left < right; left = a[at]) {
      all.push(left);
      at += 1;
    }
    all.push(right);
  }
  for (; at < a.length; at += 1) all.push(a[at] ?? 0);
  return all;
}

/**
 * Finds those of many sets of matchers that can hold at all: each set that asks for certain values of a label is filed
 * under them, and only the others are tried every time. A thousand routes or silences then cost as much as a few.
 * @returns positions in the given order
 */
export function matcherIndex(sets: readonly (readonly Matcher[])[]): (labels: Labels) => readonly number[] {
  const exact = sets.map((matchers) => matchers.flatMap(exactOf));
  const usage = new Map<string, number>();
  for (const names of exact.map((all) => new Set(all.map(({ name }) => name)))) {
    for (const name of names) usage.set(name, (usage.get(name) ?? 0) + 1);
  }
  const byName = new Map<string, Map<string, number[]>>();
  const others: number[] = [];
  for (const [position, candidates] of exact.entries()) {
    // One value rather than several; then the label that most sets ask for: the fewer labels, the fewer look-ups.
    const [best] = candidates.sort(
      (a, b) => a.values.length - b.values.length || (usage.get(b.name) ?? 0) - (usage.get(a.name) ?? 0),
    );
    if (!best) {
      others.push(position);
      continue;
    }
    const byValue = byName.get(best.name) ?? new Map<string, number[]>();
    byName.set(best.name, byValue);
    for (const value of best.values) {
      const filed = byValue.get(value);
      if (filed) filed.push(position);
      else byValue.set(value, [position]);
    }
  }
  const labelled = [...byName];
  return (labels) => {
    let found: readonly number[] = others;
    for (const [name, byValue] of labelled) {
      const positions = byValue.get(labelValue(labels, name));
      if (positions) found = found.length > 0 ? merged(found, positions) : positions;
    }
    return found;
  };
}
