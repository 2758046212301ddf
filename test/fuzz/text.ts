import type { Random } from '../../engine/simulation/random';

/**
 * Texts of every kind, from a seed: quicker than a library of values, so that a hundred thousand take seconds. A text
 * that failed is kept in the corpus, so nothing has to be made smaller.
 */

const ODD = [
  '\u0000',
  '\u0007',
  '\n',
  '\r\n',
  '\t',
  '\u2028',
  '\ufeff',
  '\u202e',
  '\u200b',
  '\ud800',
  '\udfff',
  '\ud83d\udd25',
  'é',
  'ß',
  '日本',
  'ก็',
  '👩‍👩‍👧',
  '１',
  '"',
  "'",
  '`',
  '\\',
  '\\u',
  '\\x',
  '\\"',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '&',
  '=',
  '!=',
  '=~',
  '!~',
  '~',
  ',',
  ';',
  ':',
  '#',
  '@',
  '%s',
  '{{',
  '}}',
  '|',
  '*',
  '+',
  '?',
  '^',
  '$',
  '.',
  '-',
  '_',
  '/',
  '<!channel>',
  '<script>',
  '*bold*',
  '&amp;',
  '---',
  '- ',
  ': ',
  '&a',
  '*a',
  '!!int',
  '~',
  'null',
  'true',
  '0',
  '-1',
  '1e999',
  '9'.repeat(40),
  'NaN',
  '0x1f',
  '1_000',
  '{}',
  '[]',
  '""',
  '__proto__',
  'constructor',
  'toString',
  'undefined',
] as const;

export class Texts {
  constructor(readonly random: Random) {}

  pick<Element>(of: readonly Element[]): Element {
    return of[this.random.between(0, of.length - 1)] as Element;
  }

  /** Pieces that mean something somewhere, and letters between them. */
  any(most = 12): string {
    return Array.from({ length: this.random.between(0, most) }, () =>
      this.random.chance(0.7) ? this.pick(ODD) : String.fromCodePoint(this.random.between(0x20, 0x7e)),
    ).join('');
  }

  /** A text that is right, with a few places changed: most of what is read is still as it should be. */
  mutated(text: string, most = 3): string {
    let changed = text;
    for (let times = this.random.between(1, most); times > 0; times -= 1) {
      const from = this.random.between(0, changed.length);
      const to = Math.min(changed.length, from + this.random.pick([0, 0, 1, 1, 5, 40]));
      const other = this.random.chance(0.3) ? changed.slice(to, to + this.random.between(0, 30)) : this.any(3);
      changed = changed.slice(0, from) + other + changed.slice(to);
    }
    return changed;
  }
}
