import { RE2JS } from 're2js';
import type { Labels } from '../alert/alert';

export type Operator = '=' | '!=' | '=~' | '!~';

/** One condition on one label; a label that is absent counts as empty. */
export type Matcher = { readonly name: string; readonly operator: Operator; readonly value: string };

/** A matcher made ready to run. @throws when the regular expression is not RE2's; expressions are anchored at both ends. */
export function compileMatcher({ name, operator, value }: Matcher): (labels: Labels) => boolean {
  const read = (labels: Labels) => labels[name] ?? '';
  if (operator === '=') return (labels) => read(labels) === value;
  if (operator === '!=') return (labels) => read(labels) !== value;
  // Linear time: a backtracking engine can be held for seconds by one short label.
  const pattern = RE2JS.compile(`^(?:${value})$`, RE2JS.DOTALL);
  const wanted = operator === '=~';
  return (labels) => pattern.matches(read(labels)) === wanted;
}
