import * as fc from 'fast-check';
import { onCall, shifts, wholeShifts } from '../../../core/oncall/on-call';
import { DAY_MS, HOUR_MS } from '../../../core/time';
import {
  at,
  instants,
  iso,
  layer,
  override,
  overrides,
  schedule,
  scheduledAt,
  schedules,
  span,
  WORKDAYS,
} from './schedules';

const NEW_YORK = schedule('America/New_York');

test.each([
  // [instant, who, since, until]
  ['2026-01-05T13:59:59Z', 'carol', '2025-12-29T14:00Z', '2026-01-05T14:00Z'], // a rotation has no beginning
  ['2026-01-05T14:00:00Z', 'alice', '2026-01-05T14:00Z', '2026-01-12T14:00Z'],
  ['2026-01-12T14:00:00Z', 'bob', '2026-01-12T14:00Z', '2026-01-19T14:00Z'],
  ['2026-03-08T12:00:00Z', 'carol', '2026-03-02T14:00Z', '2026-03-09T13:00Z'], // 167 hours
  ['2026-11-01T12:00:00Z', 'alice', '2026-10-26T13:00Z', '2026-11-02T14:00Z'], // 169 hours
])('at %s it is %s', (instant, who, since, until) => {
  const now = onCall(NEW_YORK, [], at(instant));

  expect(now).toMatchObject({ people: [who], layer: 'week', override: null });
  expect([iso(now.since), iso(now.until)]).toEqual([since, until]);
});

/** [handoff on the clock, zone, a day, the shift that contains its noon there: from, to, hours] */
test.each([
  ['09:00', 'America/New_York', '2026-03-07T17:00:00Z', '2026-03-07T14:00Z', '2026-03-08T13:00Z', 23],
  ['09:00', 'America/New_York', '2026-10-31T17:00:00Z', '2026-10-31T13:00Z', '2026-11-01T14:00Z', 25],
  ['09:00', 'Europe/Paris', '2026-03-28T12:00:00Z', '2026-03-28T08:00Z', '2026-03-29T07:00Z', 23],
  ['09:00', 'Europe/Paris', '2026-10-24T12:00:00Z', '2026-10-24T07:00Z', '2026-10-25T08:00Z', 25],
  ['09:00', 'Australia/Sydney', '2026-10-03T12:00:00Z', '2026-10-02T23:00Z', '2026-10-03T22:00Z', 23],
  ['09:00', 'Australia/Sydney', '2026-04-04T12:00:00Z', '2026-04-03T22:00Z', '2026-04-04T23:00Z', 25],
  ['09:00', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-02T22:30Z', '2026-10-03T22:00Z', 23.5],
  ['09:00', 'America/Santiago', '2026-09-05T17:00:00Z', '2026-09-05T13:00Z', '2026-09-06T12:00Z', 23],
  // A handoff in the skipped hour is an hour later on that day.
  ['02:30', 'America/New_York', '2026-03-07T17:00:00Z', '2026-03-07T07:30Z', '2026-03-08T07:30Z', 24],
  ['02:30', 'America/New_York', '2026-03-08T17:00:00Z', '2026-03-08T07:30Z', '2026-03-09T06:30Z', 23],
  // A handoff in the hour that comes twice is at its first.
  ['01:30', 'America/New_York', '2026-10-31T17:00:00Z', '2026-10-31T05:30Z', '2026-11-01T05:30Z', 24],
  ['01:30', 'America/New_York', '2026-11-01T17:00:00Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z', 25],
  ['02:30', 'Europe/Paris', '2026-03-29T12:00:00Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z', 23],
  ['02:30', 'Europe/Paris', '2026-10-25T12:00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z', 25],
  ['02:30', 'Australia/Sydney', '2026-10-04T02:00:00Z', '2026-10-03T16:30Z', '2026-10-04T15:30Z', 23],
  ['02:30', 'Australia/Sydney', '2026-04-05T02:00:00Z', '2026-04-04T15:30Z', '2026-04-05T16:30Z', 25],
  ['00:00', 'America/Santiago', '2026-09-06T16:00:00Z', '2026-09-06T04:00Z', '2026-09-07T03:00Z', 23],
])('a daily handoff at %s in %s: the shift at %s', (clock, zone, instant, from, to, hours) => {
  const daily = schedule(zone, layer({ rotation: 'daily', handoff: `2026-01-05T${clock}` }));

  const now = onCall(daily, [], at(instant));

  expect([iso(now.since), iso(now.until)]).toEqual([from, to]);
  expect(((now.until ?? 0) - (now.since ?? 0)) / HOUR_MS).toBe(hours);
});

test.each([
  ['the last day of February', '2026-02-28T12:00:00Z', '2026-02-28T09:00Z', '2026-03-01T09:00Z'],
  ['a leap day', '2028-02-29T12:00:00Z', '2028-02-29T09:00Z', '2028-03-01T09:00Z'],
  ['the end of a month', '2026-04-30T12:00:00Z', '2026-04-30T09:00Z', '2026-05-01T09:00Z'],
  ['the end of a year', '2026-12-31T12:00:00Z', '2026-12-31T09:00Z', '2027-01-01T09:00Z'],
])('a daily turn over %s', (_what, instant, from, to) => {
  const now = onCall(schedule('UTC', layer({ rotation: 'daily' })), [], at(instant));

  expect([iso(now.since), iso(now.until)]).toEqual([from, to]);
});

test('turns of hours last as long on the night when the clock is moved', () => {
  // Prepare
  const hourly = schedule('America/New_York', layer({ rotation: 'hourly', every: 6, handoff: '2026-03-07T00:00' }));

  // Act
  const found = shifts(hourly, [], at('2026-03-07T05:00:00Z'), at('2026-03-09T05:00:00Z'));

  // Assess
  expect(found.map(({ from, to }) => (to - from) / HOUR_MS)).toEqual(Array.from({ length: 8 }, () => 6));
  expect(found.map(({ people }) => people[0]).slice(0, 4)).toEqual(['alice', 'bob', 'carol', 'alice']);
});

test('on the day that a zone skipped nobody had a turn', () => {
  const samoa = schedule('Pacific/Apia', layer({ rotation: 'daily', handoff: '2011-12-28T09:00' }));

  const found = shifts(samoa, [], at('2011-12-28T19:00:00Z'), at('2011-12-31T19:00:00Z'));

  // The 30th, Carol's, never was.
  expect(found.map(({ people, from }) => [people[0], iso(from)])).toEqual([
    ['alice', '2011-12-28T19:00Z'],
    ['bob', '2011-12-29T19:00Z'],
    ['alice', '2011-12-30T19:00Z'],
  ]);
});

describe('layers', () => {
  const nights = layer({
    name: 'nights',
    rotation: 'daily',
    people: ['dan'],
    active: [span(WORKDAYS, '18:00', '08:00')],
  });
  const both = schedule('America/New_York', layer(), nights);

  test.each([
    ['2026-01-05T22:59:00Z', 'alice', 'week'],
    ['2026-01-05T23:00:00Z', 'dan', 'nights'], // Monday at 18:00
    ['2026-01-06T12:59:00Z', 'dan', 'nights'],
    ['2026-01-06T13:00:00Z', 'alice', 'week'], // Tuesday at 08:00
    ['2026-01-10T12:59:00Z', 'dan', 'nights'], // Friday's night goes on into Saturday
    ['2026-01-10T23:00:00Z', 'alice', 'week'], // Saturday's evening is nobody's night
    ['2026-01-11T23:00:00Z', 'alice', 'week'],
  ])('at %s it is %s, of the layer %s', (instant, who, name) => {
    expect(onCall(both, [], at(instant))).toMatchObject({ people: [who], layer: name });
  });

  test('a night over the change of the clock is an hour shorter, or longer', () => {
    const everyNight = { ...nights, active: [span([1, 2, 3, 4, 5, 6, 7], '18:00', '08:00')] };
    const nightOf = (instant: string) => onCall(schedule('America/New_York', everyNight), [], at(instant));

    const hours = ['2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01'].map((day) => {
      const parts = shifts(
        schedule('America/New_York', everyNight),
        [],
        at(`${day}T20:00:00Z`),
        at(`${day}T20:00:00Z`) + DAY_MS,
      );
      const on = parts.filter(({ people }) => people.length > 0);
      return on.reduce((sum, { from, to }) => sum + to - from, 0) / HOUR_MS;
    });

    expect(hours).toEqual([13, 14, 15, 14]);
    expect(nightOf('2026-03-08T06:59:00Z').people).toEqual(['dan']);
  });

  test('while none is active nobody is on call', () => {
    const gap = onCall(schedule('America/New_York', nights), [], at('2026-01-10T15:00:00Z'));

    expect(gap).toMatchObject({ people: [], layer: null, override: null });
    expect([iso(gap.since), iso(gap.until)]).toEqual(['2026-01-10T13:00Z', '2026-01-12T23:00Z']);
  });

  test('a span may last all day, and end at midnight', () => {
    const weekend = layer({ name: 'weekend', people: ['dan'], active: [span([6, 7], '00:00', '24:00')] });

    const now = onCall(schedule('UTC', layer(), weekend), [], at('2026-01-10T12:00:00Z'));

    expect([iso(now.since), iso(now.until)]).toEqual(['2026-01-10T00:00Z', '2026-01-12T00:00Z']);
  });

  test('a span that ends when it began lasts a day', () => {
    const daily = layer({ name: 'day', people: ['dan'], active: [span([6], '09:00', '09:00')] });

    const now = onCall(schedule('UTC', daily), [], at('2026-01-10T12:00:00Z'));

    expect([iso(now.since), iso(now.until)]).toEqual(['2026-01-10T09:00Z', '2026-01-11T09:00Z']);
  });
});

describe('overrides', () => {
  const noon = at('2026-01-06T12:00:00Z'); // Alice's week

  test.each([
    ['replace', override({ person: 'dan', replaces: 'alice' }), ['dan'], 'o1'],
    ['add', override({ person: 'dan' }), ['alice', 'dan'], 'o1'],
    ['take off', override({ replaces: 'alice' }), [], 'o1'],
    ['leave alone whoever is not on call', override({ person: 'dan', replaces: 'bob' }), ['alice'], null],
    ['do not add who is there', override({ person: 'alice' }), ['alice'], null],
    ['of another schedule do nothing', override({ schedule: 'other', person: 'dan' }), ['alice'], null],
    ['that are over do nothing', override({ person: 'dan', to: noon }), ['alice'], null],
  ])('%s', (_what, one, people, id) => {
    expect(onCall(NEW_YORK, [one], noon)).toMatchObject({ people, override: id, layer: 'week' });
  });

  test('cover a gap', () => {
    const nights = schedule('UTC', layer({ active: [span([1], '18:00', '08:00')] }));

    expect(onCall(nights, [override({ person: 'dan' })], noon)).toMatchObject({ people: ['dan'], layer: null });
  });

  test('split a shift where they begin and end, and only there', () => {
    // Prepare
    const replaced = override({ id: 'a', person: 'dan', replaces: 'alice' });
    const idle = override({
      id: 'b',
      replaces: 'bob',
      from: at('2026-01-08T00:00:00Z'),
      to: at('2026-01-09T00:00:00Z'),
    });

    // Act
    const found = shifts(NEW_YORK, [idle, replaced], at('2026-01-05T14:00:00Z'), at('2026-01-12T14:00:00Z'));

    // Assess
    expect(found.map(({ people, from, override }) => [iso(from), people[0], override])).toEqual([
      ['2026-01-05T14:00Z', 'alice', null],
      ['2026-01-06T00:00Z', 'dan', 'a'],
      ['2026-01-07T00:00Z', 'alice', null],
    ]);
    expect(iso(onCall(NEW_YORK, [idle, replaced], at('2026-01-07T12:00:00Z')).until)).toBe('2026-01-12T14:00Z');
  });
});

describe('of any schedule', () => {
  test('at each instant there is the one outcome that Temporal works out for it alone', () => {
    const agree = fc.property(schedules, instants, (any, instant) => {
      const expected = scheduledAt(any, instant);
      const found = onCall(any, [], instant);
      expect({ people: found.people, layer: found.layer }).toEqual({
        people: expected ? [expected.person] : [],
        layer: expected?.layer ?? null,
      });
    });
    fc.assert(agree, { numRuns: 400 });
  });

  test('shifts follow each other without a break and add up to the range', () => {
    const addUp = fc.property(schedules, overrides, instants, fc.nat(60 * DAY_MS), (any, changes, from, length) => {
      const found = shifts(any, changes, from, from + length);
      let edge = from;
      for (const shift of found) {
        expect(shift.from).toBe(edge);
        expect(shift.to).toBeGreaterThan(shift.from);
        edge = shift.to;
      }
      expect(edge).toBe(from + length);
    });
    fc.assert(addUp, { numRuns: 100 });
  });

  test('a shift says what holds at its first, its last and any instant between', () => {
    const hold = fc.property(schedules, overrides, instants, fc.nat(), (any, changes, instant, where) => {
      const found = onCall(any, changes, instant);
      const { since, until, ...outcome } = found;
      const from = since ?? instant;
      const to = until ?? instant + 1;
      expect(from).toBeLessThanOrEqual(instant);
      expect(to).toBeGreaterThan(instant);
      for (const one of [from, to - 1, from + (where % (to - from))]) {
        expect(onCall(any, changes, one)).toMatchObject(outcome);
      }
    });
    fc.assert(hold, { numRuns: 100 });
  });

  test('a range in two parts has the shifts of the whole', () => {
    const compose = fc.property(
      schedules,
      overrides,
      instants,
      fc.nat(30 * DAY_MS),
      fc.nat(30 * DAY_MS),
      (any, changes, from, a, b) => {
        const whole = shifts(any, changes, from, from + a + b);
        const parts = [...shifts(any, changes, from, from + a), ...shifts(any, changes, from + a, from + a + b)];
        const hours = (list: typeof whole) =>
          list.flatMap(({ people, from, to }) => people.map((person) => [person, to - from] as const));
        const sum = (list: typeof whole, person: string) =>
          hours(list).reduce((total, [who, ms]) => total + (who === person ? ms : 0), 0);
        for (const person of ['alice', 'bob', 'carol', 'dan', 'erin'])
          expect(sum(parts, person)).toBe(sum(whole, person));
        expect(parts.length - whole.length).toBeLessThanOrEqual(1);
      },
    );
    fc.assert(compose, { numRuns: 100 });
  });

  test('a layer that is always active hides all before it', () => {
    const hide = fc.property(schedules, instants, (any, instant) => {
      const top = layer({ name: 'top' });
      expect(onCall({ ...any, layers: [...any.layers, top] }, [], instant)).toEqual(
        onCall({ ...any, layers: [top] }, [], instant),
      );
    });
    fc.assert(hide);
  });

  test('where the last layer is not active the others count as if it were not there', () => {
    const show = fc.property(schedules, instants, (any, instant) => {
      const found = onCall(any, [], instant);
      const last = any.layers.at(-1);
      if (found.layer === last?.name) return;
      const others = { ...any, layers: any.layers.slice(0, -1) };
      expect(onCall(others, [], instant)).toMatchObject({ people: found.people, layer: found.layer });
    });
    fc.assert(show, { numRuns: 100 });
  });

  test('the order in which overrides are given does not matter', () => {
    const agree = fc.property(schedules, overrides, instants, (any, changes, instant) => {
      expect(onCall(any, [...changes].reverse(), instant)).toEqual(onCall(any, changes, instant));
    });
    fc.assert(agree, { numRuns: 100 });
  });

  test('whole shifts are those that touch the range, with the ends that they have', () => {
    const whole = fc.property(
      schedules,
      overrides,
      instants,
      fc.integer({ min: 1, max: 20 * DAY_MS }),
      (any, changes, from, length) => {
        const found = wholeShifts(any, changes, from, from + length);
        expect(found[0]?.from).toBe(onCall(any, changes, from).since);
        expect(found.at(-1)?.to).toBe(onCall(any, changes, from + length - 1).until);
        expect(found.filter(({ to }) => to <= from)).toEqual([]);
      },
    );
    fc.assert(whole, { numRuns: 100 });
  });
});
