import type { Policy } from '../../../core/escalation/policy';
import { NO_ONCALL, type Oncall } from '../../../core/oncall/oncall';
import type { Layer, Schedule } from '../../../core/oncall/schedule';
import { uncovered } from '../../../engine/configuration/coverage';
import { routeTo } from '../support';

const layer = (active: Layer['active']): Layer => ({
  name: 'week',
  rotation: 'weekly',
  every: 1,
  handoff: Date.parse('2026-01-05T09:00Z'),
  people: ['alice'],
  active,
});
const schedule = (name: string, ...layers: readonly Layer[]): Schedule => ({
  name,
  timezone: 'America/New_York',
  layers,
});
const day = (days: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7)[], fromMinute = 480, toMinute = 1080): Layer['active'] => [
  { days, fromMinute, toMinute },
];
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const always = schedule('always', layer(null));
const office = schedule('office', layer(day([1, 2, 3, 4, 5])));
const nights = schedule('nights', layer(day(ALL_DAYS, 1080, 480)));
const days = schedule('days', layer(day(ALL_DAYS)));

const oncallWith = (...steps: readonly (readonly string[])[]): Oncall => {
  const policy: Policy = {
    name: 'first',
    steps: steps.map((targets) => ({
      targets: targets.map((name) =>
        name === 'alice' ? { type: 'person', person: name } : { type: 'schedule', schedule: name },
      ),
      escalateAfterMs: 300_000,
    })),
    repeat: 0,
    ackTimeoutMs: null,
  };
  return { ...NO_ONCALL, schedules: { always, office, nights, days }, policies: { first: policy } };
};

const RECEIVERS = {
  people: { name: 'people', integrations: [], policies: ['first'] },
  chat: { name: 'chat', integrations: [], policies: [] },
};
const severity = (value: string) => ({ matchers: [{ name: 'severity', operator: '=' as const, value }] });

test('a schedule with a gap under a critical route is told with its first instant and a cure', () => {
  const found = uncovered(oncallWith(['office']), routeTo('people'), RECEIVERS);

  expect(found).toEqual([
    {
      path: ['schedules', 'office'],
      isCritical: true,
      message:
        'nobody is on call from Mon 2026-01-05 18:00 to Tue 2026-01-06 08:00 (America/New_York), and step 1 of escalation policy "first" pages nobody else; critical alerts come to it by route: add a layer that is active then, or somebody else to the step',
    },
  ]);
});

test.each([
  ['one layer is always active', oncallWith(['always'])],
  ['two schedules fill each other’s gaps, on the nights of the changed clock too', oncallWith(['days', 'nights'])],
  ['somebody else is in the step', oncallWith(['office', 'alice'])],
])('%s: no gap', (_what, oncall) => {
  expect(uncovered(oncall, routeTo('people'), RECEIVERS)).toEqual([]);
});

test('a gap that two schedules share remains', () => {
  const found = uncovered(oncallWith(['office', 'nights']), routeTo('people'), RECEIVERS);

  expect(found.map(({ message }) => message.slice(0, 75))).toEqual([
    'nobody is on call from Sat 2026-01-10 08:00 to Sat 2026-01-10 18:00 (Americ',
  ]);
});

test('each step counts for itself', () => {
  const found = uncovered(oncallWith(['always'], ['office'], ['alice']), routeTo('people'), RECEIVERS);

  expect(found.map(({ message }) => /step \d/.exec(message)?.[0])).toEqual(['step 2']);
});

test.each([
  ['critical ones', routeTo('chat', { routes: [routeTo('people', severity('critical'))] }), true],
  ['only warnings', routeTo('chat', { routes: [routeTo('people', severity('warning'))] }), false],
  [
    'what is below a route for warnings',
    routeTo('chat', { routes: [routeTo('chat', { ...severity('warning'), routes: [routeTo('people')] })] }),
    false,
  ],
  [
    'what no route for critical ones took before',
    routeTo('people', { routes: [routeTo('chat', severity('critical'))] }),
    false,
  ],
  [
    'what a route for critical ones passed on',
    routeTo('people', { routes: [routeTo('chat', { ...severity('critical'), continue: true })] }),
    true,
  ],
  [
    'what an earlier sibling took',
    routeTo('chat', { routes: [routeTo('chat', severity('critical')), routeTo('people')] }),
    false,
  ],
])('a policy to which come %s', (_what, route, isCritical) => {
  const found = uncovered(oncallWith(['office']), route, RECEIVERS);

  expect(found.map((one) => one.isCritical)).toEqual([isCritical]);
});

test('a policy to which no route leads concerns nobody', () => {
  expect(uncovered(oncallWith(['office']), routeTo('chat'), RECEIVERS)).toEqual([]);
});
