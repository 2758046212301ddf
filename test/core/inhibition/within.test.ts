import type { Alert } from '../../../core/alert/alert';
import { innerKeys, isOuter, outerKeys } from '../../../core/inhibition/within';

type Around = Pick<Alert, 'fingerprint' | 'partOf' | 'repeats' | 'hasParts'>;

const plain: Around = { fingerprint: 'plain' };
const child: Around = { fingerprint: 'child' };
const composite: Around = { fingerprint: 'composite', repeats: ['child', 'fleet'] };
const outermost: Around = { fingerprint: 'outermost', repeats: ['composite'] };
const fleet: Around = { fingerprint: 'fleet', hasParts: true };
const instance: Around = { fingerprint: 'instance', partOf: 'fleet' };
const one: Around = { fingerprint: 'one', repeats: ['other'] };
const other: Around = { fingerprint: 'other', repeats: ['one'] };

const inhibits = (outer: Around, inner: Around): boolean =>
  outerKeys(outer).some((key) => innerKeys(inner).includes(key)) && isOuter(inner, outer.fingerprint);

test.each<[string, Around, Around, boolean]>([
  ['a composite inhibits its child', composite, child, true],
  ['a child does not inhibit its composite', child, composite, false],
  ['an alarm inhibits its contributors', fleet, instance, true],
  ['a contributor does not inhibit its alarm', instance, fleet, false],
  ['a composite inhibits the contributors of its child', composite, instance, true],
  ['a composite inhibits another within it', outermost, composite, true],
  ['alarms that have nothing to do with each other', plain, child, false],
  ['an alarm does not inhibit itself', fleet, fleet, false],
  ['of two that contain each other, the one is told', one, other, false],
  ['of two that contain each other, the other is told too', other, one, false],
])('%s', (_what, outer, inner, expected) => {
  expect(inhibits(outer, inner)).toBe(expected);
});

test('an alarm that contains nothing is a source of nothing: its page waits for no further write', () => {
  expect(outerKeys(plain)).toEqual([]);
});
