import type { Labels } from '../alert/alert';
import { labelValue } from './matcher';
import type { Route } from './route';

/**
 * Finds the children of a route that can match at all: each child that asks for one exact value of a label is filed
 * under it, and only the others are tried every time. A thousand sibling routes then cost as much as a few.
 * @returns positions in the file's order, so that order and `continue` mean what they say
 */
export function childIndex(children: readonly Route[]): (labels: Labels) => readonly number[] {
  const usage = new Map<string, number>();
  for (const { matchers } of children) {
    const names = new Set(matchers.filter(({ operator }) => operator === '=').map(({ name }) => name));
    for (const name of names) usage.set(name, (usage.get(name) ?? 0) + 1);
  }
  const byName = new Map<string, Map<string, number[]>>();
  const others: number[] = [];
  for (const [position, { matchers }] of children.entries()) {
    // The label that most siblings ask for: the fewer labels, the fewer look-ups.
    const [best] = matchers
      .filter(({ operator }) => operator === '=')
      .sort((a, b) => (usage.get(b.name) ?? 0) - (usage.get(a.name) ?? 0));
    if (!best) {
      others.push(position);
      continue;
    }
    const byValue = byName.get(best.name) ?? new Map<string, number[]>();
    byName.set(best.name, byValue);
    byValue.set(best.value, [...(byValue.get(best.value) ?? []), position]);
  }
  return (labels) => {
    const lists = others.length > 0 ? [others] : [];
    for (const [name, byValue] of byName) {
      const positions = byValue.get(labelValue(labels, name));
      if (positions) lists.push(positions);
    }
    const [first, ...more] = lists;
    if (more.length === 0) return first ?? [];
    return lists.flat().sort((a, b) => a - b);
  };
}
