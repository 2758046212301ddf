import { sloText, THRESHOLD } from '../../formats/openslo/documents';
import { folderWith, objects, tocsin } from './tocsin';

const minutes = (count: number, cells: (at: number) => string): string =>
  Array.from(
    { length: count },
    (_, at) => `${new Date(Date.UTC(2026, 0, 5) + at * 60_000).toISOString()},${cells(at)}\n`,
  ).join('');
const folder = folderWith({
  'slo.yml': sloText({ objectives: ['{ displayName: fast, targetPercent: 99.9 }'] }),
  'latency.yml': sloText({ sli: THRESHOLD, objectives: ['{ target: 0.9, op: lte, value: 2 }'] }),
  'outage.csv': `time,good,total\n${minutes(120, (at) => (at >= 60 && at < 80 ? '0,100' : '100,100'))}`,
  'nab.csv': 'timestamp,value\n2026-01-05 00:00:00,1.5\n2026-01-05 00:05:00,\n2026-01-05 00:10:00,2.5\n',
});
const replay = (slo: string, series: string, ...more: readonly string[]) =>
  tocsin(['slo', 'replay', '--slo', slo, '--series', series, ...more], { cwd: folder });

test('an outage in a series: budget, burn, and who would have heard of it', async () => {
  const [answer] = objects(await replay('slo.yml', 'outage.csv', '--json'));

  expect(answer).toMatchObject({
    objectives: [
      {
        slo: 'checkout',
        objective: 'fast',
        sli: 10_000 / 12_000,
        error_budget: { total: 12, consumed: 2_000, remaining: -1_988, consumed_ratio: 2_000 / 12 },
        slices: null,
        exhausted_at: '2026-01-05T01:01:00.000Z',
        // Over at 01:20; half an hour later the short window of the slower pair has only good in it.
        alerts: [
          { at: '2026-01-05T01:01:00.000Z', severity: 'page', state: 'firing' },
          { at: '2026-01-05T01:50:00.000Z', severity: 'page', state: 'resolved' },
          { at: '2026-01-05T01:50:00.000Z', severity: 'ticket', state: 'firing' },
        ],
      },
    ],
  });
});

test('rows after --at do not count', async () => {
  const [answer] = objects(await replay('slo.yml', 'outage.csv', '--at', '2026-01-05T01:00:00Z', '--json'));

  expect(answer).toMatchObject({ objectives: [{ sli: 1, exhausted_at: null, alerts: [] }] });
});

test('a series of NAB, against a threshold: an empty cell is no data', async () => {
  const [answer] = objects(await replay('latency.yml', 'nab.csv', '--json'));

  expect(answer).toMatchObject({ objectives: [{ sli: 0.5, no_data_seconds: 30 * 86_400 - 600 }] });
});

test('for people', async () => {
  const { status, out } = await replay('slo.yml', 'outage.csv');

  expect(status).toBe(0);
  expect(out).toContain('checkout · fast\n  SLI     83.3333 %, objective 99.9 %\n');
  expect(out).toContain('2026-01-05T01:01:00.000Z  page firing');
});

test('what objectives mean', async () => {
  const [answer] = objects(await tocsin(['slo', 'explain', 'slo.yml', '--json'], { cwd: folder }));

  expect(answer).toMatchObject({
    objectives: [
      {
        slo: 'checkout',
        objective: 'fast',
        target: 0.999,
        window: 2_592_000,
        budgeting_method: 'Occurrences',
        error_budget: 0.001,
      },
    ],
  });
});

test.each([
  ['time,good,total\n2026-01-05T00:00:00Z,5,4\n', '-:2: good: 5 is more than the total, 4'],
  ['time,good,total\n2026-01-05T00:00:00Z,-1,4\n', '-:2: good: -1 is below 0: a count is 0 or more'],
  ['time,good,total\n2026-01-05T00:00:00Z,NaN,4\n', '-:2: good: "NaN" is not a number: leave the cell empty'],
  ['time,bad,total\n2026-01-05T00:01:00Z,1,4\n2026-01-05T00:00:00Z,1,4\n', '-:3: time: 2026-01-05T00:00:00Z is before'],
  ['time,bad,total\n2026-02-30T00:01:00Z,1,4\n', '-:2: time: "2026-02-30T00:01:00Z" is no time'],
  ['a,b\n', '-:1: the first line must name the columns'],
  ['time,good,total\n', '-: holds no row'],
  ['time,value\n2026-01-05T00:00:00Z,1\n', '-: checkout measures something else: it needs time,good,total'],
])('a series that is wrong is told where and what would be right: %j', async (input, message) => {
  const ended = await tocsin(['slo', 'replay', '--slo', 'slo.yml', '--series', '-'], { cwd: folder, input });

  expect(ended.status).toBe(1);
  expect(ended.err).toContain(`tocsin: ${message}`);
});

test('every fault of a file, and what the others define', async () => {
  const input = sloText({ objectives: ['{ target: 1 }'] });
  const ended = await tocsin(['slo', 'check', 'slo.yml', '-', '--json'], { cwd: folder, input });

  expect(ended.status).toBe(1);
  expect(objects(ended)).toMatchObject([
    { file: 'slo.yml', ok: true, faults: [], defines: [{ kind: 'SLO', name: 'checkout' }] },
    { file: '-', ok: false, faults: [{ line: 15, path: 'spec.objectives[0].target' }], defines: [] },
  ]);
});
