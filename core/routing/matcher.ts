import type { Labels } from '../alert/alert';
import { compilePattern } from './regex';

export type Operator = '=' | '!=' | '=~' | '!~';

/** One condition on one label; a label that is absent counts as empty. */
export type Matcher = { readonly name: string; readonly operator: Operator; readonly value: string };

/** Does it hold for an alert with these labels? */
export type Condition = (labels: Labels) => boolean;

/** A label's value, empty where it is absent. A label may be called `constructor`: what every object has is no text. */
export function labelValue(labels: Labels, name: string): string {
  const value: unknown = labels[name];
  return typeof value === 'string' ? value : '';
}

/**
 * A matcher made ready to run. Expressions are anchored at both ends, and `.` is no line feed, as upstream.
 * @throws when the regular expression is not RE2's
 * @throws {RegexEngineMissing} when it needs the large engine, which is not loaded
 */
export function compileMatcher({ name, operator, value }: Matcher): Condition {
  if (operator === '=') return (labels) => labelValue(labels, name) === value;
  if (operator === '!=') return (labels) => labelValue(labels, name) !== value;
  const matches = compilePattern(value);
  const wanted = operator === '=~';
  return (labels) => matches(labelValue(labels, name)) === wanted;
}

/** As {@link compileMatcher}, at its first use: a start must not pay for a thousand expressions of which one alert meets two. */
export function onFirstUse(matcher: Matcher): Condition {
  let ready: Condition | null = null;
  return (labels) => {
    ready ??= compileMatcher(matcher);
    return ready(labels);
  };
}

/** All of these must hold; none of them: every alert does. Compiled at the first use. */
export function allOf(matchers: readonly Matcher[]): Condition {
  const conditions = matchers.map(onFirstUse);
  return (labels) => conditions.every((holds) => holds(labels));
}
