import type { Path } from '../yaml/config-error';
import { walkRoutes } from './walk';

/**
 * What Alertmanager knows and Tocsin does not act upon yet. It is an error, never ignored. Whoever builds one of these
 * takes it out. (What an entry of a receiver can say is up to its channel's own schema.)
 */
const FILE_KEYS = ['templates', 'tracing'];
const ROUTE_KEYS = ['labels'];
const RECEIVER_KEYS = ['labels'];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const says = (value: unknown): boolean => isRecord(value) && Object.keys(value).length > 0;
const among = (value: unknown, keys: readonly string[], at: Path): readonly Path[] =>
  isRecord(value) ? keys.filter((key) => says(value[key])).map((key) => [...at, key]) : [];

/** Where a file asks for what is not built, in the file's order by section; read from the raw value. */
export function unsupported(file: unknown): readonly Path[] {
  if (!isRecord(file)) return [];
  const receivers = Array.isArray(file.receivers) ? file.receivers : [];
  return [
    ...among(file, FILE_KEYS, []),
    ...walkRoutes(file.route).flatMap(({ node, path }) => among(node, ROUTE_KEYS, path)),
    ...receivers.flatMap((receiver, at) => among(receiver, RECEIVER_KEYS, ['receivers', at])),
  ];
}
