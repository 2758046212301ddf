import type { Matcher, Operator } from '../../core/routing/matcher';

/** Leading parts of one matcher; `=~` before `=`, else its `~` would open the value. */
const HEAD = /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)/;
const SPACE = new Set('\t\n\f\r ');

function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && SPACE.has(text.charAt(from))) from += 1;
  while (to > from && SPACE.has(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** OpenMetrics escapes; a backslash before anything else is one. @throws {SyntaxError} at a quote in the wrong place */
function unquote(raw: string): string {
  const quoted = raw.startsWith('"');
  const text = quoted ? raw.slice(1) : raw;
  let closed = !quoted;
  let value = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const last = at === text.length - 1;
    if (char === '\\' && !last) {
      at += 1;
      const next = text.charAt(at);
      value += next === 'n' ? '\n' : next === '"' || next === '\\' ? next : `\\${next}`;
    } else if (char === '"') {
      if (closed || !last) throw new SyntaxError('a double quote inside a value needs a backslash');
      closed = true;
    } else {
      value += char;
    }
  }
  if (!closed) throw new SyntaxError('the closing double quote is missing');
  return value;
}

/** Reads one matcher; commas are part of its value. @throws {SyntaxError} */
export function readClassicOne(text: string): Matcher {
  const [head, name, operator] = HEAD.exec(text) ?? [];
  if (head === undefined || name === undefined || operator === undefined) {
    throw new SyntaxError('expected a label name and an operator (=, !=, =~ or !~)');
  }
  return { name, operator: operator as Operator, value: unquote(trim(text.slice(head.length))) };
}

/** Parts between commas that stand outside of double quotes; blank text after the last comma is none. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let escaped = false;
  for (const char of text) {
    if (char === ',' && !quoted) {
      parts.push(part);
      part = '';
      continue;
    }
    if (char === '"' && !escaped) quoted = !quoted;
    escaped = char === '\\' && !escaped;
    part += char;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

/**
 * Reads matchers as Alertmanager did before 0.27: tolerant of missing braces and quotes, ASCII label names only.
 * @throws {SyntaxError}
 * @see https://github.com/prometheus/alertmanager/blob/main/pkg/labels/parse.go
 */
export function readClassic(text: string): readonly Matcher[] {
  const opened = text.startsWith('{') ? text.slice(1) : text;
  return split(opened.endsWith('}') ? opened.slice(0, -1) : opened).map(readClassicOne);
}
