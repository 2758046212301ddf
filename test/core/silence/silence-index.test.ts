import fc from 'fast-check';
import { allOf } from '../../../core/routing/matcher';
import { isActive } from '../../../core/silence/silence';
import { silencedBy, silenceIndex } from '../../../core/silence/silence-index';
import { HOUR_MS } from '../../../core/time';
import { silence } from './silences';

test('all matchers of a silence must hold; several silences are all named, in order', () => {
  // Prepare
  const index = silenceIndex([
    silence('regex', ['service=~web.*']),
    silence('both', ['service=web-1', 'severity=critical']),
    silence('one', ['service=web-1']),
    silence('other', ['service=db']),
    silence('not', ['severity!=critical']),
  ]);

  // Act
  const ids = silencedBy(index, { service: 'web-1', severity: 'warning' }, 1);

  // Assess
  expect(ids).toEqual(['regex', 'one', 'not']);
});

test('a silence of an incident holds for that incident only', () => {
  // Prepare
  const index = silenceIndex([silence('s', [], { incident: 'g1-3' })]);

  // Act
  const asked = ['g1-3', 'g1-4', null].map((incident) => silencedBy(index, { service: 'web' }, 1, incident));

  // Assess
  expect(asked).toEqual([['s'], [], []]);
});

test('a silence that says nothing about any alert mutes none', () => {
  expect(silencedBy(silenceIndex([silence('s', [])]), { service: 'web' }, 1)).toEqual([]);
});

test('a recurring silence is asked anew after its window', () => {
  // Prepare
  const recurrence = { cron: '0 3 * * *', timezone: 'UTC', durationMs: HOUR_MS };
  const index = silenceIndex([silence('s', ['service=web'], { recurrence })]);
  const asked = ['02:59', '03:00', '03:59', '04:00', '03:30'];

  // Act
  const ids = asked.map((time) => silencedBy(index, { service: 'web' }, Date.parse(`2026-01-10T${time}:00Z`)));

  // Assess
  expect(ids).toEqual([[], ['s'], ['s'], [], ['s']]);
});

test('the index agrees with asking every silence', () => {
  const condition = fc
    .tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom('=', '!=', '=~', '!~'),
      fc.constantFrom('', '1', '2', '1|2', '.+'),
    )
    .map((parts) => parts.join(''));
  const one = fc.record({ matchers: fc.array(condition, { minLength: 1, maxLength: 3 }), startsAt: fc.nat(4) });
  const labelSet = fc.record({ a: fc.constantFrom('', '1', '2'), b: fc.constantFrom('1', '2') }, { requiredKeys: [] });
  const agree = fc.property(fc.array(one, { maxLength: 10 }), labelSet, fc.nat(8), (given, labels, now) => {
    const silences = given.map(({ matchers, startsAt }, at) =>
      silence(`${at}`, matchers, { startsAt, endsAt: startsAt + 3 }),
    );
    const scanned = silences.filter((each) => isActive(each, now) && allOf(each.matchers)(labels));

    expect(silencedBy(silenceIndex(silences), labels, now)).toEqual(scanned.map(({ id }) => id));
  });
  fc.assert(agree, { numRuns: 1_000 });
});
