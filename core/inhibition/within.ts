import type { Alert } from '../alert/alert';

/**
 * Inhibition that needs no rule of the team's: of alerts that say one thing, the outer one is told. A composite alarm
 * repeats its children, and an alarm over several time series tells of itself and of each of them.
 */
type Around = Pick<Alert, 'fingerprint' | 'partOf' | 'repeats' | 'hasParts'>;

const child = (fingerprint: string): string => `child-${fingerprint}`;
const part = (fingerprint: string): string => `part-${fingerprint}`;

/** Under which keys an alert, while it fires, inhibits others. */
export const outerKeys = ({ fingerprint, repeats = [], hasParts }: Around): readonly string[] => [
  ...repeats.map(child),
  ...(hasParts ? [part(fingerprint)] : []),
];

/** Under which keys an alert must ask for others that inhibit it. What inhibits an alarm inhibits its parts. */
export const innerKeys = ({ fingerprint, partOf }: Around): readonly string[] => [
  child(fingerprint),
  ...(partOf === undefined ? [] : [part(partOf), child(partOf)]),
];

/**
 * Does the alert found under one of the keys really inhibit? Of two composites that contain each other neither is the
 * outer one: both are told.
 */
export const isOuter = ({ fingerprint, repeats = [] }: Around, found: string): boolean =>
  found !== fingerprint && !repeats.includes(found);
