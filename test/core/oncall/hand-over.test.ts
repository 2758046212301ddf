import { handOvers, handOverText, reminders, reminderText } from '../../../core/oncall/hand-over';
import { DAY_MS } from '../../../core/time';
import { at, iso, layer, override, schedule, span } from './schedules';

const primary = schedule('Europe/Paris', layer());
const NAMES: Readonly<Record<string, string>> = { alice: 'Ada', bob: 'Ben', carol: 'Chloé', dan: 'Dev' };
const nameOf = (person: string): string => NAMES[person] ?? person;
const MONDAY = at('2026-01-12T08:00:00Z');

test('a hand-over says who takes over from whom, and until when', () => {
  const [change, ...others] = handOvers(primary, [], MONDAY - DAY_MS, MONDAY + DAY_MS);

  expect(others).toEqual([]);
  expect(change && handOverText(change, 'Europe/Paris', nameOf)).toBe(
    'primary: Ben is on call until Mon 2026-01-19 09:00 (Europe/Paris), after Ada.',
  );
});

test('each hand-over is in one of two ranges that follow each other', () => {
  const inRange = (from: number, to: number) => handOvers(primary, [], from, to).map((change) => iso(change.at));

  expect(inRange(MONDAY - DAY_MS, MONDAY)).toEqual(['2026-01-12T08:00Z']);
  expect(inRange(MONDAY, MONDAY + DAY_MS)).toEqual([]);
  expect(inRange(MONDAY, MONDAY)).toEqual([]);
});

test('a gap is told, and so is its end', () => {
  const nights = schedule('UTC', layer({ active: [span([1], '18:00', '08:00')] }));

  const texts = handOvers(nights, [], at('2026-01-06T00:00:00Z'), at('2026-01-13T00:00:00Z')).map((change) =>
    handOverText(change, 'UTC', nameOf),
  );

  expect(texts).toEqual([
    'primary: nobody is on call until Mon 2026-01-12 18:00 (UTC), after Ada.',
    'primary: Ben is on call until Tue 2026-01-13 08:00 (UTC), after nobody.',
  ]);
});

test('a second person is named beside the first', () => {
  const [change] = handOvers(
    primary,
    [override({ person: 'dan' })],
    at('2026-01-05T12:00:00Z'),
    at('2026-01-06T00:00:00Z'),
  );

  expect(change && handOverText(change, 'UTC', nameOf)).toBe(
    'primary: Ada and Dev are on call until Wed 2026-01-07 00:00 (UTC), after Ada.',
  );
});

test('a rotation of one never hands over', () => {
  expect(handOvers(schedule('UTC', layer({ people: ['alice'] })), [], MONDAY, MONDAY + 30 * DAY_MS)).toEqual([]);
});

test('a reminder comes a day before, to whoever is next, on their own clock', () => {
  const day = MONDAY - DAY_MS;

  const [reminder] = reminders(primary, [], day - 60_000, day);

  expect(reminders(primary, [], day, day + 60_000)).toEqual([]);
  expect(reminder?.to).toEqual(['bob']);
  expect(reminder && reminderText(reminder, 'Europe/London')).toBe(
    'You are on call for primary from Mon 2026-01-12 08:00 until Mon 2026-01-19 08:00 (Europe/London).',
  );
});

test('nobody is reminded of what goes on', () => {
  // Dan joins Alice, who is on call already.
  const [reminder] = reminders(
    primary,
    [override({ person: 'dan' })],
    at('2026-01-04T12:00:00Z'),
    at('2026-01-05T00:00:00Z'),
  );

  expect(reminder?.to).toEqual(['dan']);
});
