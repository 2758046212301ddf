import { compileMatcher, type Matcher } from '../../core/routing/matcher';

/** Is every alert that all of these hold for one that this matcher holds for? Only what is plain is found: no false alarm. */
export function implies(known: readonly Matcher[], { name, operator, value }: Matcher): boolean {
  if (known.some((one) => one.name === name && one.operator === operator && one.value === value)) return true;
  const exact = known.find((one) => one.name === name && one.operator === '=');
  return exact !== undefined && compileMatcher({ name, operator, value })({ [name]: exact.value });
}

/** Can no alert be what both ask for? */
export function contradicts(known: readonly Matcher[], matcher: Matcher): boolean {
  const exact = known.find((one) => one.name === matcher.name && one.operator === '=');
  return exact !== undefined && !compileMatcher(matcher)({ [matcher.name]: exact.value });
}
