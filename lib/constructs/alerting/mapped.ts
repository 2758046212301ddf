/** The same names with something else under each. */
export function mapped<Name extends string, From, To>(
  all: Readonly<Record<Name, From>>,
  to: (one: From, name: Name) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(all).map(([name, one]) => [name, to(one, name as Name)]);
  return Object.fromEntries(entries) as Record<Name, To>;
}
