/** Which alerts a destination was told of, by fingerprint, and in what state. */
export type Told = {
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
  /** Told as firing before, and left out since because they are muted: their end is told all the same. */
  readonly muted: ReadonlySet<string>;
};

export const NOTHING_TOLD: Told = { firing: new Set(), resolved: new Set(), muted: new Set() };

/** Everything that at least one of them says was told as firing; an end counts only in the last. */
export function union(told: readonly Told[]): Told {
  return {
    firing: new Set(told.flatMap(({ firing }) => [...firing])),
    resolved: new Set(told.flatMap(({ resolved }) => [...resolved])),
    muted: new Set(told.flatMap(({ muted }) => [...muted])),
  };
}

export const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  part.size <= whole.size && [...part].every((element) => whole.has(element));

const DIGITS = 16;

/** Fingerprints as one string, 11 characters each: ten thousand must fit into a stored item. */
export const pack = (fingerprints: ReadonlySet<string>): string =>
  [...fingerprints].map((hex) => Buffer.from(hex.padStart(DIGITS, '0'), 'hex').toString('base64url')).join('');

const PACKED_CHARACTERS = 11;

/** The inverse of {@link pack}. */
export function unpack(packed: string): ReadonlySet<string> {
  const fingerprints = new Set<string>();
  for (let at = 0; at < packed.length; at += PACKED_CHARACTERS) {
    fingerprints.add(Buffer.from(packed.slice(at, at + PACKED_CHARACTERS), 'base64url').toString('hex'));
  }
  return fingerprints;
}
