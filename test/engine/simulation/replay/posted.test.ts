import { AlertsApi } from '../../../../engine/simulation/replay/posted';

const TIMEOUT_MS = 300;
type Report = { readonly at: number; readonly startsAt?: number; readonly endsAt?: number; readonly word?: string };

function report(reports: readonly Report[]) {
  const api = new AlertsApi();
  const alerts = reports.map(({ at, startsAt = null, endsAt = null, word = '' }) =>
    api.post(
      { labels: { alertname: 'a', empty: '' }, annotations: { word }, startsAt, endsAt, generatorUrl: null },
      at,
      TIMEOUT_MS,
    ),
  );
  return alerts.at(-1);
}

// Spans and merging as upstream's provider/mem has them.
test.each<[string, Report[], { startsAt: number; endsAt: number }]>([
  ['a first report without times starts now and times out', [{ at: 10 }], { startsAt: 10, endsAt: 310 }],
  ['an end that lies behind is a start as well', [{ at: 10, endsAt: 5 }], { startsAt: 5, endsAt: 5 }],
  ['a repeated report keeps the earliest start', [{ at: 10 }, { at: 20 }], { startsAt: 10, endsAt: 320 }],
  ['an earlier start counts', [{ at: 10 }, { at: 20, startsAt: 3 }], { startsAt: 3, endsAt: 320 }],
  ['an end shortens a timeout', [{ at: 10 }, { at: 20, endsAt: 20 }], { startsAt: 10, endsAt: 20 }],
  [
    'an end that was said outlives a shorter timeout',
    [{ at: 10, endsAt: 900 }, { at: 20 }],
    { startsAt: 10, endsAt: 900 },
  ],
  [
    'a new end that is still ahead does not shorten one that was said',
    [
      { at: 10, endsAt: 900 },
      { at: 20, endsAt: 500 },
    ],
    { startsAt: 10, endsAt: 900 },
  ],
  [
    'after its end it is another span',
    [
      { at: 10, endsAt: 15 },
      { at: 20, endsAt: 30 },
    ],
    { startsAt: 20, endsAt: 30 },
  ],
])('%s', (_, reports, expected) => {
  expect(report(reports)).toMatchObject(expected);
});

test('the latest words count', () => {
  const alert = report([
    { at: 10, word: 'old' },
    { at: 20, word: 'new' },
  ]);

  expect(alert?.annotations).toEqual({ word: 'new' });
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
