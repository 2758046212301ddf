import type { Matcher, Operator } from '../../../core/routing/matcher';
import type { Route } from '../../../core/routing/route';

const PATTERN = /^([^=!~]*)(=~|!~|!=|=)(.*)$/s;

/** `service=web`: a matcher, without the quotes that a file would need. */
export function matcher(text: string): Matcher {
  const [, name = '', operator = '=', value = ''] = PATTERN.exec(text) ?? [];
  return { name, operator: operator as Operator, value };
}

/** A route node with everything that a test does not care about filled in. */
export const route = (receiver: string, matchers: string[], more: Partial<Route> = {}): Route => ({
  receiver,
  matchers: matchers.map(matcher),
  continue: false,
  groupBy: [],
  timing: { groupWaitMs: 0, groupIntervalMs: 1, repeatIntervalMs: 1 },
  path: matchers.length > 0 ? `{}/{${matchers.join(',')}}` : '{}',
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
  ...more,
});
