import fc from 'fast-check';
import { advance, begin, type Escalated, escalationWakesAt, remind } from '../../../core/escalation/escalate';
import { duty, MINUTE, person, step } from './people';

const alice = person('alice', ['sms']);
const bob = person('bob', ['sms', 'email']);
const pagesOf = ({ pages }: Pick<Escalated, 'pages'>) =>
  pages.map(({ kind, integration }) => `${kind} ${integration.key}`);

describe('a policy of two steps', () => {
  const two = duty([step(5, 'alice'), step(10, 'bob')], [alice, bob]);

  test('asks the first, then the second on every contact, then nobody', () => {
    const first = begin(two, 'critical', 0);
    const second = advance(two, first.next, 'critical', 5 * MINUTE);
    const third = advance(two, second.next, 'critical', 15 * MINUTE);

    expect(pagesOf(first)).toEqual(['firing alice-sms']);
    expect(first.next.dueAt).toBe(5 * MINUTE);
    expect(pagesOf(second)).toEqual(['escalated bob-sms', 'escalated bob-email']);
    expect(second.next.dueAt).toBe(15 * MINUTE);
    expect(third).toMatchObject({ isExhausted: true, pages: [], next: { dueAt: null } });
    expect(third.reason).toBe('nobody is left in primary');
  });

  test('starts again as often as it says', () => {
    const again = { ...two, policy: { ...two.policy, repeat: 1 } };
    const asked: string[] = [];
    let now = begin(again, 'critical', 0);
    while (!now.isExhausted) {
      asked.push(`${now.next.step}/${now.next.cycle} ${now.pages[0]?.kind}`);
      now = advance(again, now.next, 'critical', 0);
    }

    expect(asked).toEqual(['1/1 firing', '2/1 escalated', '1/2 escalated', '2/2 escalated']);
  });
});

test('a step that finds nobody is passed at once, and says so', () => {
  const found = begin(duty([step(5, 'primary'), step(5, 'bob')], [bob]), 'critical', 0);

  expect(found.next.step).toBe(2);
  expect(found.reason).toBe('step 1 finds nobody; step 2: bob');
  expect(pagesOf(found)).toEqual(['escalated bob-sms', 'escalated bob-email']);
});

test('a policy that finds nobody at all is exhausted at once', () => {
  const found = begin(duty([step(5, 'primary'), step(5, 'primary')], [alice], { repeat: 3 }), 'critical', 0);

  expect(found.isExhausted).toBe(true);
});

test('who is on call is asked when the step fires, and nobody is asked twice in one step', () => {
  const found = begin(duty([step(5, 'primary', 'alice', 'bob')], [alice, bob], { onCall: ['alice'] }), 'critical', 0);

  expect(pagesOf(found)).toEqual(['firing alice-sms', 'firing bob-sms', 'firing bob-email']);
});

describe("a person's own rules", () => {
  const carol = person('carol', ['slack', 'sms'], {
    critical: [
      { afterMs: 0, by: ['slack'] },
      { afterMs: 2 * MINUTE, by: ['sms'] },
    ],
    default: [{ afterMs: 0, by: ['slack'] }],
  });
  const hers = duty([step(5, 'carol')], [carol], { repeat: 5 });

  test('page by severity, later by another contact', () => {
    const first = begin(hers, 'critical', 0);
    const early = remind(hers, first.next, 2 * MINUTE - 1);
    const later = remind(hers, first.next, 2 * MINUTE);

    expect(pagesOf(first)).toEqual(['firing carol-slack']);
    expect(escalationWakesAt(first.next)).toBe(2 * MINUTE);
    expect(pagesOf(early)).toEqual([]);
    expect(pagesOf(later)).toEqual(['reminder carol-sms']);
    expect(escalationWakesAt({ ...first.next, ...later.next })).toBe(5 * MINUTE);
  });

  test('fall back to the default', () => {
    const first = begin(hers, 'warning', 0);

    expect(pagesOf(first)).toEqual(['firing carol-slack']);
    expect(first.next.reminders).toEqual([]);
  });

  test('a late call is not put off by being asked again', () => {
    const late = person('late', ['sms'], { default: [{ afterMs: 12 * MINUTE, by: ['sms'] }] });
    const asked = duty([step(5, 'late')], [late], { repeat: 5 });
    let now = begin(asked, 'critical', 0);
    for (const minute of [5, 10]) now = advance(asked, now.next, 'critical', minute * MINUTE);

    expect(pagesOf(remind(asked, now.next, 12 * MINUTE))).toEqual(['reminder late-sms']);
  });

  test('that lead to no contact are none', () => {
    const mute = person('mute', [], { default: [{ afterMs: 0, by: ['sms'] }] });

    expect(begin(duty([step(5, 'mute')], [mute]), 'critical', 0).isExhausted).toBe(true);
  });
});

const anyStep = fc
  .record({ minutes: fc.integer({ min: 1, max: 30 }), targets: fc.subarray(['alice', 'bob', 'primary']) })
  .map(({ minutes, targets }) => step(minutes, ...targets));
const anyDuty = fc
  .record({
    steps: fc.array(anyStep, { minLength: 1, maxLength: 5 }),
    repeat: fc.nat(3),
    onCall: fc.subarray(['alice', 'bob']),
  })
  .map(({ steps, ...rest }) => duty(steps, [alice, bob], rest));

test('every step that is reached asks somebody, each policy ends, and asks no more often than it says', () => {
  const ends = fc.property(anyDuty, (any) => {
    let now = begin(any, 'critical', 0);
    let asked = 0;
    while (!now.isExhausted) {
      asked += 1;
      expect(now.pages.length).toBeGreaterThan(0);
      expect(now.next.dueAt).toBeGreaterThan(0);
      now = advance(any, now.next, 'critical', 0);
    }
    expect(asked).toBeLessThanOrEqual(any.policy.steps.length * (any.policy.repeat + 1));
  });
  fc.assert(ends);
});
