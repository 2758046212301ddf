import type { Matcher, Operator } from '../../core/routing/matcher';

type Token =
  | { readonly kind: '{' | '}' | ',' }
  | { readonly kind: 'operator'; readonly text: Operator }
  | { readonly kind: 'word'; readonly text: string };

/** One token, or white space; a word is what holds no reserved character, or a double-quoted string. */
const TOKEN = /\p{White_Space}+|([{},])|(=~|!=|!~|=)|("(?:[^"\\]|\\.)*")|([^\p{White_Space}{}!=~,\\"'`]+)|(".*)|(.)/gsu;
const ESCAPE = /\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.?)/gs;
const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '"': 34 };

/** A code point that a string may hold: in range and no surrogate. */
function runeBytes(code: number, text: string): Uint8Array {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new SyntaxError(`${text} is no character`);
  return new TextEncoder().encode(String.fromCodePoint(code));
}

function escapeBytes([text, control, byte, octal, short, long]: RegExpExecArray): Uint8Array {
  if (control !== undefined) return Uint8Array.of(CONTROL[control] ?? 0);
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  if (octal !== undefined && Number.parseInt(octal, 8) <= 255) return Uint8Array.of(Number.parseInt(octal, 8));
  const code = short ?? long;
  if (code !== undefined) return runeBytes(Number.parseInt(code, 16), text);
  throw new SyntaxError(`${text} is no escape: write \\\\ for a backslash`);
}

/** A Go string literal in double quotes. Bytes may be escaped one by one; together they must be UTF-8. */
function unquote(literal: string): string {
  const text = literal.slice(1, -1);
  if (text.includes('\n')) throw new SyntaxError('a line feed in quotes is written \\n');
  const bytes: number[] = [];
  const append = (more: Uint8Array) => {
    for (const byte of more) bytes.push(byte);
  };
  let from = 0;
  for (const found of text.matchAll(ESCAPE)) {
    append(new TextEncoder().encode(text.slice(from, found.index)));
    append(escapeBytes(found));
    from = found.index + found[0].length;
  }
  append(new TextEncoder().encode(text.slice(from)));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new SyntaxError(`${literal} is not UTF-8`);
  }
}

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  for (const [, mark, operator, quoted, word, unclosed, stray] of text.matchAll(TOKEN)) {
    if (mark) found.push({ kind: mark as '{' | '}' | ',' });
    if (operator) found.push({ kind: 'operator', text: operator as Operator });
    if (quoted) found.push({ kind: 'word', text: unquote(quoted) });
    if (word) found.push({ kind: 'word', text: word });
    if (unclosed) throw new SyntaxError('the closing double quote is missing');
    if (stray) throw new SyntaxError(`${stray} must stand in double quotes`);
  }
  return found;
}

/**
 * Reads matchers as Alertmanager does since 0.27: any UTF-8 label name, reserved characters only in double quotes.
 * @throws {SyntaxError}
 * @see https://github.com/prometheus/alertmanager/blob/main/matcher/parse/parse.go
 */
export function readUtf8(text: string): readonly Matcher[] {
  const all = tokens(text);
  const opened = all[0]?.kind === '{';
  const closed = all.at(-1)?.kind === '}';
  if (opened && (!closed || all.length < 2)) throw new SyntaxError('the closing brace is missing');
  if (closed && !opened) throw new SyntaxError('the opening brace is missing');
  const inner = opened ? all.slice(1, -1) : all;
  const matchers: Matcher[] = [];
  for (let at = 0; at < inner.length; at += 4) {
    const [name, operator, value, comma] = inner.slice(at, at + 4);
    if (name?.kind !== 'word') throw new SyntaxError('expected a label name');
    if (operator?.kind !== 'operator') throw new SyntaxError('expected an operator (=, !=, =~ or !~)');
    if (value?.kind !== 'word') throw new SyntaxError('expected a value');
    if (comma && comma.kind !== ',') throw new SyntaxError('expected a comma after the value');
    matchers.push({ name: name.text, operator: operator.text, value: value.text });
  }
  return matchers;
}
