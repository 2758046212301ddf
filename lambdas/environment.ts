import { readFileSync } from 'node:fs';
import type { Configuration } from '../engine/configuration/configuration';

/** Something that the deployment gives is missing. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** @throws {EnvironmentError} when it is not set */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new EnvironmentError(`${name} is not set`);
  return value;
}

/** Runs once; a throw is not kept, so that the next call tries again. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The configuration that was baked at deploy. Only its outline is checked: it was validated before it was written.
 * @throws {EnvironmentError} when the file is not one
 */
export function readConfiguration(path: string): Configuration {
  const baked: Partial<Configuration> | null = JSON.parse(readFileSync(path, 'utf8'));
  if (!baked?.hash || !baked.route || !baked.receivers) throw new EnvironmentError(`${path} is no configuration`);
  return baked as Configuration;
}

export const configuration = once(() => readConfiguration(variable('TOCSIN_CONFIGURATION')));
