import type { Labels } from '../alert/alert';
import { compilePattern } from './regex';

export type Operator = '=' | '!=' | '=~' | '!~';

/** One condition on one label; a label that is absent counts as empty. */
export type Matcher = { readonly name: string; readonly operator: Operator; readonly value: string };

/** A label's value, empty where it is absent; a label may be called `constructor`, so only own properties count. */
export const labelValue = (labels: Labels, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';

/**
 * A matcher made ready to run. Expressions are anchored at both ends, and `.` is no line feed, as upstream.
 * @throws when the regular expression is not RE2's
 * @throws {RegexEngineMissing} when it needs the large engine, which is not loaded
 */
export function compileMatcher({ name, operator, value }: Matcher): (labels: Labels) => boolean {
  if (operator === '=') return (labels) => labelValue(labels, name) === value;
  if (operator === '!=') return (labels) => labelValue(labels, name) !== value;
  const matches = compilePattern(value);
  const wanted = operator === '=~';
  return (labels) => matches(labelValue(labels, name)) === wanted;
}
