import type { Path } from '../yaml/config-error';

export type RawRoute = {
  readonly node: Readonly<Record<string, unknown>>;
  readonly path: Path;
  /** Its own receiver, else the nearest one above it. */
  readonly receiver: string | null;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every node of a route tree as it was written, right or wrong, parents before their children. */
export function walkRoutes(
  root: unknown,
  path: Path = ['route'],
  inherited: string | null = null,
): readonly RawRoute[] {
  if (!isRecord(root)) return [];
  const receiver = typeof root.receiver === 'string' && root.receiver !== '' ? root.receiver : inherited;
  const children = Array.isArray(root.routes) ? (root.routes as readonly unknown[]) : [];
  return [
    { node: root, path, receiver },
    ...children.flatMap((child, at) => walkRoutes(child, [...path, 'routes', at], receiver)),
  ];
}
