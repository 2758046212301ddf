import fc from 'fast-check';
import { recurrenceFault } from '../../../core/silence/recurrence';
import { isActive, nextChange, type Silence } from '../../../core/silence/silence';
import { HOUR_MS, MINUTE_MS } from '../../../core/time';
import { silence } from './silences';

const at = (text: string) => Date.parse(text);
const iso = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString().replace('.000Z', 'Z');

test.each<[string, number, boolean, number | null]>([
  ['before it starts', 9, false, 10],
  ['as it starts', 10, true, 20],
  ['just before it ends', 19, true, 20],
  ['as it ends', 20, false, null],
])('%s', (_, now, active, change) => {
  const one = silence('s', [], { startsAt: 10, endsAt: 20 });
  expect([isActive(one, now), nextChange(one, now)]).toEqual([active, change]);
});

test('without an end it holds until somebody ends it', () => {
  const one = silence('s', [], { startsAt: 10 });
  expect([isActive(one, 1e12), nextChange(one, 1e12)]).toEqual([true, null]);
});

/** Two hours from 01:30 every night in Berlin, within the year 2026. */
const nightly = silence('s', [], {
  startsAt: at('2026-01-01T00:00:00Z'),
  endsAt: at('2027-01-01T00:00:00Z'),
  recurrence: { cron: '30 1 * * *', timezone: 'Europe/Berlin', durationMs: 2 * HOUR_MS },
});

test.each<[string, string, boolean, string | null]>([
  ['an evening before it opens', '2026-01-10T20:00:00Z', false, '2026-01-11T00:30:00Z'],
  ['as it opens', '2026-01-11T00:30:00Z', true, '2026-01-11T02:30:00Z'],
  ['within it', '2026-01-11T02:29:59Z', true, '2026-01-11T02:30:00Z'],
  ['as it closes', '2026-01-11T02:30:00Z', false, '2026-01-12T00:30:00Z'],
  ['on a summer night it opens an hour earlier', '2026-07-01T23:30:00Z', true, '2026-07-02T01:30:00Z'],
  ['on the night that is put forward it lasts as long', '2026-03-29T00:30:00Z', true, '2026-03-29T02:30:00Z'],
  ['on the night that is put back it opens once', '2026-10-24T23:30:00Z', true, '2026-10-25T01:30:00Z'],
  ['and not again', '2026-10-25T01:30:00Z', false, '2026-10-26T00:30:00Z'],
  ['before the year', '2025-12-31T23:00:00Z', false, '2026-01-01T00:30:00Z'],
  ['when it opens no more', '2026-12-31T02:30:00Z', false, null],
  ['after the year', '2027-01-02T00:45:00Z', false, null],
])('a window every night: %s', (_, now, active, change) => {
  expect([isActive(nightly, at(now)), iso(nextChange(nightly, at(now)))]).toEqual([active, change]);
});

test('a window that a spring night skips opens when the clock has been put forward', () => {
  // Prepare
  const one = silence('s', [], {
    recurrence: { cron: '30 2 * * *', timezone: 'Europe/Berlin', durationMs: HOUR_MS },
  });

  // Act
  const opens = nextChange(one, at('2026-03-28T12:00:00Z'));

  // Assess
  expect(iso(opens)).toBe('2026-03-29T01:00:00Z');
});

test('a window that began before the silence counts from its start; one beyond its end is cut', () => {
  // Prepare
  const one: Silence = { ...nightly, startsAt: at('2026-01-11T01:00:00Z'), endsAt: at('2026-01-12T01:00:00Z') };

  // Act
  const changes = ['2026-01-11T00:45:00Z', '2026-01-11T01:00:00Z', '2026-01-12T00:30:00Z'].map((now) =>
    iso(nextChange(one, at(now))),
  );

  // Assess
  expect(changes).toEqual(['2026-01-11T01:00:00Z', '2026-01-11T02:30:00Z', '2026-01-12T01:00:00Z']);
});

test('windows that touch are one', () => {
  // Prepare
  const one = silence('s', [], {
    recurrence: { cron: '0 9-11 * * *', timezone: 'UTC', durationMs: HOUR_MS },
  });

  // Act
  const closes = nextChange(one, at('2026-01-10T09:30:00Z'));

  // Assess
  expect(iso(closes)).toBe('2026-01-10T12:00:00Z');
});

test('between one change and the next nothing changes', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
  const cron = fc.constantFrom('30 2 * * *', '0 22 * * 5', '*/20 * * * *', '15 1,3 * * 0', '0 0 1 * *');
  const steps = fc.property(
    fc.record({ cron, timezone: zone, durationMs: fc.integer({ min: 1, max: 300 }).map((n) => n * MINUTE_MS) }),
    fc.integer({ min: at('2026-03-25T00:00:00Z'), max: at('2026-11-05T00:00:00Z') }),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    (recurrence, now, share) => {
      const one = silence('s', [], { recurrence });
      const change = nextChange(one, now);
      if (change === null) return;
      const between = now + Math.floor((change - now) * share);

      expect(change).toBeGreaterThan(now);
      expect(isActive(one, between)).toBe(isActive(one, now));
      if (recurrence.cron !== '*/20 * * * *') expect(isActive(one, change)).toBe(!isActive(one, now));
    },
  );
  fc.assert(steps, { numRuns: 100 });
});

test.each([
  [{ cron: '0 3 * * *', timezone: 'Europe/Paris', durationMs: 1 }, null],
  [{ cron: '61 3 * * *', timezone: 'UTC', durationMs: 1 }, /"61 3 \* \* \*".*Invalid value for minute: 61/],
  [{ cron: '0 3 * * *', timezone: 'Mars/Base', durationMs: 1 }, /"Mars\/Base"/],
  [{ cron: '0 3 30 2 *', timezone: 'UTC', durationMs: 1 }, /never comes/],
  [{ cron: '0 3 * * *', timezone: 'UTC', durationMs: 0 }, /last longer/],
])('of %j is said: %s', (recurrence, fault) => {
  if (fault === null) expect(recurrenceFault(recurrence)).toBeNull();
  else expect(recurrenceFault(recurrence)).toMatch(fault);
});
