import { asRecord, asText, textIn } from '../loose';

/** Dimensions, tags, attributes: names as their source spells them, with values. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** Reads `[{ name, value }]` in any spelling, as SNS has them, and `{ name: value }`, as events do. */
export function readPairs(value: unknown): Pairs {
  const pairs = Array.isArray(value)
    ? value.map((entry) => pairOf(asRecord(entry) ?? {}))
    : Object.entries(asRecord(value) ?? {}).map(([name, text]) => [name, asText(text)] as const);
  return pairs.filter(([name, text]) => name.trim() !== '' && text.trim() !== '');
}

const pairOf = (entry: Readonly<Record<string, unknown>>) =>
  [textIn(entry, 'name', 'Name', 'key', 'Key'), textIn(entry, 'value', 'Value')] as const;

/** All pairs of several lists, without the names on whose value they disagree. */
export function agreed(lists: readonly Pairs[]): Pairs {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of lists.flat()) values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values].flatMap(([name, [value, ...others]]) =>
    value === undefined || others.length > 0 ? [] : [[name, value] as const],
  );
}
