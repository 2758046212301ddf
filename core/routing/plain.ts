import { wellFormed } from '../notification/text';

/** More alternatives than this, groups multiplied, are for the large engine. */
const MAX_ALTERNATIVES = 64;
/** Groups within groups are read one call deeper each. */
const MAX_DEPTH = 50;

const ANY = Symbol('any one character');
/** Text as it stands, or any one character but a line feed. */
type Token = string | typeof ANY;
type Segment = readonly Token[];
/** What may stand between two segments: anything, but at least so many characters. */
type Gap = 0 | 1;
/** The first segment begins the text and the last ends it; between each two is a gap. */
type Sequence = { readonly segments: readonly Segment[]; readonly gaps: readonly Gap[] };

const just = (...segment: Segment): Sequence => ({ segments: [segment], gaps: [] });

/**
 * Answers the expressions that most matchers are (`web|api`, `db-.*`, `.+`, `eu-(west|north)-1`) without an engine for
 * all of them, in time that grows with the text as an engine's would.
 * @param pattern in RE2's syntax; it must match the whole of a text, and `.` is no line feed
 * @returns null for every other expression, a wrong one too
 */
export function plainPattern(pattern: string): ((text: string) => boolean) | null {
  const sequences = wellFormed(pattern) === pattern ? new Reader(pattern).read() : null;
  if (!sequences) return null;
  const texts = new Set(sequences.flatMap((sequence) => wholeText(sequence) ?? []));
  const others = sequences.filter((sequence) => wholeText(sequence) === null);
  return (text) => texts.has(text) || (!text.includes('\n') && others.some((sequence) => matches(sequence, text)));
}

/** The texts that an expression matches, where it does no more than list some; else null. */
export function plainTexts(pattern: string): readonly string[] | null {
  const sequences = wellFormed(pattern) === pattern ? new Reader(pattern).read() : null;
  const texts = (sequences ?? []).flatMap((sequence) => wholeText(sequence) ?? []);
  return sequences && texts.length === sequences.length ? [...new Set(texts)] : null;
}

/** The only text that a sequence matches, if there is but one. */
function wholeText({ segments }: Sequence): string | null {
  const [only = [], ...more] = segments;
  return more.length === 0 && only.every((token) => token !== ANY) ? only.join('') : null;
}

/** Each segment is taken where it comes first: that leaves the most for those after it. The text has no line feed. */
function matches({ segments, gaps }: Sequence, text: string): boolean {
  const [first = [], ...others] = segments;
  let at = endOf(first, text, 0);
  for (const [place, segment] of others.entries()) {
    if (at === null) return false;
    const isLast = place === others.length - 1;
    let from = gaps[place] === 1 ? next(text, at) : at;
    if (from > text.length) return false;
    let end = endOf(segment, text, from);
    while ((end === null || (isLast && end !== text.length)) && from < text.length) {
      from = next(text, from);
      end = endOf(segment, text, from);
    }
    at = end;
  }
  return at === text.length;
}

/** Where a segment ends that begins at a place; null if it does not. */
function endOf(segment: Segment, text: string, from: number): number | null {
  let at = from;
  for (const token of segment) {
    if (token === ANY ? at >= text.length : !text.startsWith(token, at)) return null;
    at = token === ANY ? next(text, at) : at + token.length;
  }
  return at;
}

/** The place after the character at a place; some take two units. */
const next = (text: string, at: number): number => at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

const SPECIAL = /[\\.+*?()|[\]{}^$\n]/;
const PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** Reads an expression from left to right; whatever is not plain ends it with null. */
class Reader {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  read(): readonly Sequence[] | null {
    const sequences = this.#alternatives();
    return this.#next === undefined ? sequences : null;
  }

  get #next(): string | undefined {
    return this.#characters[this.#at];
  }

  #skip(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at += 1;
    return true;
  }

  #alternatives(): readonly Sequence[] | null {
    const found: Sequence[] = [];
    do {
      const more = this.#alternative();
      if (!more) return null;
      found.push(...more);
    } while (this.#skip('|'));
    return found.length > MAX_ALTERNATIVES ? null : found;
  }

  /** A group in it makes several of one. */
  #alternative(): readonly Sequence[] | null {
    let found: readonly Sequence[] = [just()];
    // Outside of groups, `^` and `$` only say again that the whole text is meant.
    if (this.#depth === 0) this.#skip('^');
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') {
      if (this.#depth === 0 && this.#skip('$')) return this.#next === undefined || this.#next === '|' ? found : null;
      const part = this.#part();
      if (!part || '*+?{'.includes(this.#next ?? '\n') || part.length * found.length > MAX_ALTERNATIVES) return null;
      found = found.flatMap((before) => part.map((after) => joined(before, after)));
    }
    return found;
  }

  #part(): readonly Sequence[] | null {
    if (this.#skip('(')) return this.#group();
    if (!this.#skip('.')) return this.#character();
    if (this.#skip('*')) return [{ segments: [[], []], gaps: [0] }];
    if (this.#skip('+')) return [{ segments: [[], []], gaps: [1] }];
    return [just(ANY)];
  }

  #group(): readonly Sequence[] | null {
    if (this.#skip('?') && !this.#skip(':')) return null;
    if (this.#depth === MAX_DEPTH) return null;
    this.#depth += 1;
    const inner = this.#alternatives();
    this.#depth -= 1;
    return this.#skip(')') ? inner : null;
  }

  #character(): readonly Sequence[] | null {
    const isEscaped = this.#skip('\\');
    const character = this.#next ?? '';
    this.#at += 1;
    const isPlain = isEscaped ? PUNCTUATION.test(character) : !SPECIAL.test(character);
    return isPlain && character !== '' ? [just(character)] : null;
  }
}

/** One after the other: the last segment of the first goes on as the first of the second. */
function joined(before: Sequence, after: Sequence): Sequence {
  const [first = [], ...rest] = after.segments;
  const last = before.segments.at(-1) ?? [];
  return {
    segments: [...before.segments.slice(0, -1), continued(last, first), ...rest],
    gaps: [...before.gaps, ...after.gaps],
  };
}

/** Texts that follow each other become one. */
function continued(before: Segment, [token, ...more]: Segment): Segment {
  const last = before.at(-1);
  if (token === undefined) return before;
  if (typeof last !== 'string' || typeof token !== 'string') return [...before, token, ...more];
  return [...before.slice(0, -1), last + token, ...more];
}
