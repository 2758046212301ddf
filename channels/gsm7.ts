/** The default alphabet of SMS (GSM 03.38): one septet each. @see https://www.3gpp.org/dynareport/23038.htm */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Two septets each: an escape, and the character. */
const EXTENDED = new Set('^{}\\[~]|€');

/** What typesetters prefer, and what a phone shows as well. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '·': '-',
  '×': 'x',
  '÷': '/',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '≈': '~',
  '→': '->',
  '←': '<-',
  '⇒': '=>',
  '°': ' deg ',
  µ: 'u',
  μ: 'u',
  '\u200b': '',
  '\u00ad': '',
  '\ufe0f': '',
  '\t': ' ',
};

const septets = (character: string): number => (BASIC.has(character) ? 1 : EXTENDED.has(character) ? 2 : 0);

/** Writes in the alphabet what has a harmless equivalent there: typographic signs, blanks, accents of Latin letters. */
export function toGsm7(text: string): string {
  return [...text.normalize('NFC')].map(plain).join('');
}

function plain(character: string): string {
  if (septets(character) > 0) return character;
  const known = PLAIN[character];
  if (known !== undefined) return known;
  if (/\s/u.test(character)) return ' ';
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
  return bare.length === 1 && septets(bare) > 0 ? bare : character;
}

type Size = { readonly single: number; readonly joined: number; readonly of: (character: string) => number };
const GSM7: Size = { single: 160, joined: 153, of: septets };
const UCS2: Size = { single: 70, joined: 67, of: (character) => character.length };

const sizeOf = (text: string): Size => ([...text].every((character) => septets(character) > 0) ? GSM7 : UCS2);

/** How many messages the text takes on its way: 160 septets or 70 UCS-2 units, 153 or 67 where several are joined. */
export function partsOf(text: string): number {
  const { single, joined, of } = sizeOf(text);
  const characters = [...text];
  const total = characters.reduce((sum, character) => sum + of(character), 0);
  if (total <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const character of characters) {
    const size = of(character);
    // No escape and no surrogate pair is torn apart: what does not fit goes whole into the next.
    if (used + size > joined) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

/** The longest beginning of the text that takes at most `parts` messages, whole characters only. */
export function cutToParts(text: string, parts: number): string {
  if (partsOf(text) <= parts) return text;
  const characters = [...text];
  let [fits, over] = [0, Math.min(characters.length, parts * GSM7.single + 1)];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (partsOf(characters.slice(0, middle).join('')) <= parts) fits = middle;
    else over = middle;
  }
  return characters.slice(0, fits).join('');
}
