import { AlertsApi } from '../../../../engine/simulation/replay/posted';

const TIMEOUT_MS = 300;
type Report = { readonly at: number; readonly startsAt?: number; readonly endsAt?: number };

function report(reports: readonly Report[]) {
  const api = new AlertsApi();
  const alerts = reports.map(({ at, startsAt = null, endsAt = null }) =>
    api.post(
      { labels: { alertname: 'a', empty: '' }, annotations: {}, startsAt, endsAt, generatorUrl: null },
      at,
      TIMEOUT_MS,
    ),
  );
  return alerts.at(-1);
}

test.each<[string, Report, { startsAt: number; endsAt: number; endIsAssumed?: true }]>([
  ['a report without times starts now and times out', { at: 10 }, { startsAt: 10, endsAt: 310, endIsAssumed: true }],
  ['a report that says when it started times out too', { at: 10, startsAt: 3 }, { startsAt: 3, endsAt: 310 }],
  ['a report that says when it ends starts now', { at: 10, endsAt: 900 }, { startsAt: 10, endsAt: 900 }],
  ['an end that lies behind is a start as well', { at: 10, endsAt: 5 }, { startsAt: 5, endsAt: 5 }],
])('%s', (_, one, expected) => {
  expect(report([one])).toMatchObject(expected);
});

test('an end that was said is not assumed', () => {
  expect(report([{ at: 10, endsAt: 900 }])).not.toHaveProperty('endIsAssumed');
});

test('an empty label is an absent one', () => {
  expect(report([{ at: 10 }])?.labels).toEqual({ alertname: 'a' });
});

test('of two reports at one instant the second is the later one', () => {
  const api = new AlertsApi();
  const posted = { labels: { alertname: 'a' }, annotations: {}, startsAt: null, generatorUrl: null };

  const fires = api.post({ ...posted, endsAt: null }, 10, TIMEOUT_MS);
  const ends = api.post({ ...posted, endsAt: 10 }, 10, TIMEOUT_MS);

  expect(ends.updatedAt).toBeGreaterThan(fires.updatedAt);
});
