import { plainPattern } from './plain';

/** Makes an expression ready: the whole of a text must match. @throws when it is not RE2's */
export type RegexEngine = (pattern: string) => (text: string) => boolean;

/** The large engine is needed, and whoever runs this has not loaded it: load `re2.ts` and do it again. */
export class RegexEngineMissing extends Error {
  override readonly name = 'RegexEngineMissing';
}

let engine: RegexEngine | null = null;

/** From here on every expression can be answered. */
export function provideRegexEngine(provided: RegexEngine): void {
  engine = provided;
}

/**
 * An expression in RE2's syntax, made ready; the whole of a text must match, and `.` is no line feed. Most are plain;
 * the others take the large engine, which a function loads when it meets the first of them.
 * @throws {RegexEngineMissing} without that engine
 * @throws when it is not RE2's
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const plain = plainPattern(pattern);
  if (plain) return plain;
  if (!engine) throw new RegexEngineMissing('an expression needs the large engine');
  return engine(pattern);
}
