import { compileMatcher, type Matcher } from '../routing/matcher';
import type { Silence } from './silence';

/** Values that have nothing in common: what holds for all of them holds for any. */
const ANYTHING = ['a', 'Z9', 'web-1.example.com', 'two words', '0', '☃'];

/** What is said of no label in particular: `x!="y"`, `x=""`, `x=~".*"`. */
function saysLittle(matcher: Matcher): boolean {
  const { name, operator, value } = matcher;
  if (operator === '!=' || operator === '!~') return value !== '' && value !== '.+' && value !== '.*';
  if (operator === '=') return value === '';
  const holds = compileMatcher(matcher);
  return ANYTHING.every((text) => holds({ [name]: text }));
}

/**
 * Does a silence keep nearly everything quiet: all but something, or whatever there is? Such a one is made by mistake
 * more often than not. @throws when a matcher's regular expression is not RE2's
 */
export const isBroad = ({ matchers, incident }: Pick<Silence, 'matchers' | 'incident'>): boolean =>
  incident === null && matchers.every(saysLittle);
