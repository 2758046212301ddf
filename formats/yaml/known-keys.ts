import type * as z from 'zod/v4/core';
import type { Path } from './config-error';

type Schema = z.$ZodType;

/** The schemas that may apply one step further in. */
function step(schema: Schema, key: PropertyKey | null): readonly Schema[] {
  const { def } = (schema as z.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return step(def.innerType, key);
    case 'lazy':
      return step(def.getter(), key);
    case 'pipe':
      return step(def.in, key);
    case 'union':
      return def.options.flatMap((option) => step(option, key));
    case 'intersection':
      return [...step(def.left, key), ...step(def.right, key)];
    case 'object': {
      if (key === null) return [schema];
      const child = Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
      return child ? [child] : [];
    }
    case 'array':
      return key === null ? [schema] : [def.element];
    case 'record':
      return key === null ? [schema] : [def.valueType];
    default:
      return key === null ? [schema] : [];
  }
}

/** A key that is there only to be refused in better words. */
const isRefused = (schema: Schema | undefined): boolean =>
  schema !== undefined && step(schema, null).every((one) => (one as z.$ZodTypes)._zod.def.type === 'never');

/** The keys that a schema knows in the mapping at a path; none where it says nothing. */
export function knownKeys(schema: Schema, path: Path = []): readonly string[] {
  let reached: readonly Schema[] = [schema];
  for (const key of path) reached = reached.flatMap((one) => step(one, key));
  const keys = reached
    .flatMap((one) => step(one, null))
    .flatMap((one) => {
      const { def } = (one as z.$ZodTypes)._zod;
      return def.type === 'object' ? Object.keys(def.shape).filter((key) => !isRefused(def.shape[key])) : [];
    });
  return [...new Set(keys)];
}
