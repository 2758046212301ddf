/** Lone halves of surrogate pairs become U+FFFD: providers refuse JSON that holds them. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** Control characters, and marks that turn the direction of what follows: with them a text can pose as another. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text of one line: line breaks and runs of blanks become one space, what cannot be seen goes. */
export const oneLine = (text: string): string =>
  wellFormed(text)
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim();

/** A text of several lines without what cannot be seen; runs of empty lines become one. */
export const manyLines = (text: string): string =>
  wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]/gu, ' ')
    .replace(INVISIBLE, (character) => (character === '\n' ? '\n' : ''))
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/**
 * Cuts a text to at most `max` UTF-16 units, the last of them an ellipsis; never inside a surrogate pair.
 * Whoever counts characters counts no more than that.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  const head = text.slice(0, max - 1);
  const isSplit = /[\ud800-\udbff]$/.test(head);
  return `${isSplit ? head.slice(0, -1) : head}…`;
}

/** What the text takes as UTF-8. */
export const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

/** "a", "a and b", "a, b and 3 more": at most `max` of them by name. */
export function listed(items: readonly string[], max: number): string {
  if (items.length > max) return `${items.slice(0, max).join(', ')} and ${items.length - max} more`;
  const head = items.slice(0, -1);
  const last = items.at(-1) ?? '';
  return head.length > 0 ? `${head.join(', ')} and ${last}` : last;
}
