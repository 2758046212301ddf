import type { Labels } from '../alert/alert';
import { labelValue, type Matcher, type Operator } from './matcher';

/** Characters that make a label name need quotes, as upstream's lexer has them. */
const RESERVED = /[\p{White_Space}{}!=~,\\"'`]/u;
const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};
const OPERATORS: readonly Operator[] = ['=', '!=', '=~', '!~'];

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

function escapeRune(rune: string): string {
  const short = SHORT[rune];
  if (short) return short;
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

/** A string as Go's strconv.Quote writes it: what group keys and quoted label names look like. */
export const quote = (text: string): string => `"${text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|["\\]/gu, escapeRune)}"`;

/** `severity="critical"`, as Alertmanager prints it and both of its parsers read it. */
export function matcherText({ name, operator, value }: Matcher): string {
  if (RESERVED.test(name)) return `${quote(name)}${operator}${quote(value)}`;
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
  return `${name}${operator}"${escaped}"`;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Alertmanager's order of matchers: by name, value, then operator. */
export const inOrder = (matchers: readonly Matcher[]): readonly Matcher[] =>
  [...matchers].sort(
    (a, b) =>
      compare(a.name, b.name) ||
      compare(a.value, b.value) ||
      OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator),
  );

/** `{a="1",b="2"}` */
export const matchersText = (matchers: readonly Matcher[]): string => `{${matchers.map(matcherText).join(',')}}`;

/** `{a="1", b="2"}`, by name: the second half of a group key. */
export function labelsText(labels: Labels): string {
  const names = Object.keys(labels).sort(compare);
  return `{${names.map((name) => `${name}=${quote(labelValue(labels, name))}`).join(', ')}}`;
}
