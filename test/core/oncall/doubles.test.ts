import { doubleShifts } from '../../../core/oncall/doubles';
import { shifts } from '../../../core/oncall/on-call';
import { at, iso, layer, schedule, span } from './schedules';

const FROM = at('2026-01-05T09:00:00Z');
const TO = at('2026-01-19T09:00:00Z');
const found = (...lists: readonly Parameters<typeof schedule>[1][]) => shifts(schedule('UTC', ...lists), [], FROM, TO);

test('somebody on two schedules at once is told, with the instant', () => {
  const primary = found(layer({ people: ['alice', 'bob'] }));
  const secondary = found(layer({ people: ['carol', 'alice'], handoff: '2026-01-06T09:00' }));

  expect(
    doubleShifts({ primary, secondary }).map(({ from, to, ...rest }) => ({ ...rest, from: iso(from), to: iso(to) })),
  ).toEqual([
    {
      person: 'alice',
      of: ['primary', 'secondary'],
      kind: 'at once',
      from: '2026-01-05T09:00Z',
      to: '2026-01-06T09:00Z',
    },
  ]);
});

test('a day that goes on into a night is told', () => {
  const days = layer({ name: 'days', people: ['alice'] });
  const nights = layer({ name: 'nights', people: ['alice', 'bob'], active: [span([1], '18:00', '08:00')] });

  const [first] = doubleShifts({ primary: found(days, nights) });

  expect(first).toMatchObject({ person: 'alice', kind: 'in a row', of: ['days', 'nights'] });
  expect([iso(first?.from ?? 0), iso(first?.to ?? 0)]).toEqual(['2026-01-05T09:00Z', '2026-01-06T08:00Z']);
});

test('turns of a rotation of one are no double shifts, nor is a week that goes round', () => {
  expect(
    doubleShifts({ one: found(layer({ people: ['alice'] })), three: found(layer({ people: ['bob', 'carol'] })) }),
  ).toEqual([]);
});
