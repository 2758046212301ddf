import * as z from 'zod/v4/core';
import type { Fault, Path } from './config-error';
import { knownKeys } from './known-keys';
import { suggestion } from './nearest';
import { faultAt, type Source, valueAt } from './source';

type Issue = z.$ZodIssue;
type Fix = { readonly path: Path; readonly value: string | boolean };

/** YAML 1.1's other words for true and false, which Alertmanager's reader takes for booleans too. */
const WORDS: Readonly<Record<string, boolean>> = { yes: true, on: true, y: true, no: false, off: false, n: false };
const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** What a bound counts. */
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' of them' };

function noun(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'nothing' : 'a mapping';
}

function messageOf(issue: Issue, value: unknown): string {
  // A schema's own words come first; zod's are for programmers.
  if (!/^(?:Invalid|Too small|Too big)/.test(issue.message)) return issue.message;
  if (issue.code === 'too_small') return `is too small: at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'too_big') return `is too big: at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'invalid_type') {
    const expected = NOUNS[issue.expected] ?? issue.expected;
    return value === undefined ? `is missing: expected ${expected}` : `expected ${expected}, found ${noun(value)}`;
  }
  if (issue.code === 'invalid_value') {
    return `expected one of ${issue.values.map((one) => JSON.stringify(one)).join(', ')}, found ${noun(value)}`;
  }
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join('; ');
  return issue.message;
}

/** How far into the value an option of a union came: deeper is nearer to what was meant, and any shape beats none. */
function progress(issues: readonly Issue[]): number {
  const depth = Math.max(...issues.map(({ path }) => path.length));
  return depth * 2 + (issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 0 : 1);
}

/** A union fails in as many ways as it has options: the one that came furthest speaks, unless the union has own words. */
function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || !issue.message.startsWith('Invalid')) return [issue];
  const options = issue.errors.map((option) => option.flatMap(flatten)).filter((option) => option.length > 0);
  const [furthest = []] = options.sort((a, b) => progress(b) - progress(a));
  const inner = furthest.map((one): Issue => ({ ...one, path: [...issue.path, ...one.path] }));
  return inner.length > 0 ? inner : [issue];
}

/** Go reads a scalar by the type that it wants: `500` where a text is wanted is "500", `yes` for a boolean is true. */
function fixFor(issue: Issue, value: unknown, typed: (path: Path) => string | null): Fix | null {
  if (issue.code !== 'invalid_type') return null;
  const { path } = issue;
  if (issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return { path, value: typed(path) ?? String(value) };
  }
  if (issue.expected !== 'boolean' || typeof value !== 'string' || typed(path) === null) return null;
  const word = WORDS[value.toLowerCase()];
  return word === undefined ? null : { path, value: word };
}

function set(root: unknown, { path, value }: Fix): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(root)) return root.map((item, at) => (at === step ? set(item, { path: rest, value }) : item));
  const record = root as Record<string, unknown>;
  return { ...record, [String(step)]: set(record[String(step)], { path: rest, value }) };
}

export type Validated<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a value by a schema; faults carry the line of what is wrong, or of the unknown key.
 * @param value what is read, where it is not simply all of the source
 * @param place where in the source a path of that value stands
 */
export function validate<T>(
  schema: z.$ZodType<T>,
  source: Source,
  value: unknown = source.value,
  place: (path: Path) => Path = (path) => path,
  attempts = 3,
): Validated<T> {
  const result = z.safeParse(schema, value);
  if (result.success) return { ok: true, data: result.data };
  const issues = result.error.issues.flatMap(flatten);
  const typed = (path: Path) => source.typed(place(path));
  const fixes = issues.flatMap((issue) => fixFor(issue, valueAt(value, issue.path), typed) ?? []);
  if (fixes.length > 0 && attempts > 0) return validate(schema, source, fixes.reduce(set, value), place, attempts - 1);
  const faults = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [faultAt(source, place(issue.path), messageOf(issue, valueAt(value, issue.path)))];
    }
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) =>
      faultAt(source, place([...issue.path, key]), `unknown key: ${suggestion(key, known)}`, 'key'),
    );
  });
  return { ok: false, faults };
}
