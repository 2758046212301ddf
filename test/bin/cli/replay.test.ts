import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { FIXTURES, folderWith, objects, ROOT, tocsin } from './tocsin';

const Labels = z.record(z.string(), z.string());
const Replayed = z.strictObject({
  file: z.string(),
  deliveries: z.array(
    z.strictObject({
      at: z.number(),
      receiver: z.string(),
      channel: z.string(),
      config: z.int(),
      to: z.string(),
      kind: z.enum(['firing', 'resolved', 'acknowledged', 'unacknowledged', 'escalated', 'reminder', 'failure']),
      outcome: z.enum(['delivered', 'failed', 'undeliverable']),
      attempt: z.int().positive(),
      group_labels: Labels,
      incident: z.string(),
      person: z.string().nullable(),
      policy: z.string().nullable(),
      step: z.int().nullable(),
      alerts: z.array(
        z.strictObject({
          labels: Labels,
          annotations: Labels,
          status: z.enum(['firing', 'resolved']),
          starts_at: z.number(),
          ends_at: z.number().nullable(),
        }),
      ),
    }),
  ),
  incidents: z.array(
    z.strictObject({
      id: z.string(),
      state: z.enum(['pending', 'triggered', 'acknowledged', 'muted', 'held', 'resolved']),
      opened_at: z.number().nullable(),
      acknowledged_by: z.string().nullable(),
      resolved_at: z.number().nullable(),
      group_labels: Labels,
      receivers: z.array(z.string()),
    }),
  ),
  silenced: z.array(z.unknown()),
  inhibited: z.array(z.unknown()),
});
type Replayed = z.infer<typeof Replayed>;

const ROUTING =
  '{ route: { receiver: team, group_wait: 1s }, receivers: [ { name: team, webhook_configs: [ { url: "http://a" } ] } ] }';
const SCENARIO = `until: 10s
config: { routing: ${ROUTING} }
events: [ { at: 1s, alerts: [ { labels: { alertname: test } } ] } ]
`;

/** Which incident is which matters, its name does not. */
const unnamed = (replayed: Replayed): Replayed => ({
  ...replayed,
  deliveries: replayed.deliveries.map((one) => ({ ...one, incident: 'any' })),
  incidents: replayed.incidents.map((one) => ({ ...one, id: 'any' })),
});

test('grouping.yml gives exactly what is promised', async () => {
  const promised = Replayed.parse(JSON.parse(readFileSync(join(FIXTURES, 'grouping.out.json'), 'utf8')));

  const ended = await tocsin(['replay', 'grouping.yml', '--json'], { cwd: FIXTURES });

  const [replayed] = z.tuple([Replayed]).parse(objects(ended));
  expect({ status: ended.status, err: ended.err }).toEqual({ status: 0, err: '' });
  expect(unnamed(replayed)).toEqual(unnamed(promised));
  const named = [...replayed.deliveries.map(({ incident }) => incident), ...replayed.incidents.map(({ id }) => id)];
  expect(new Set(named).size).toBe(1);
});

test('without --json there is a story that a person reads', async () => {
  const { status, out } = await tocsin(['replay', 'grouping.yml'], { cwd: FIXTURES });

  expect(status).toBe(0);
  expect(out).toMatch(/^two alerts travel together; one ends and is told with the other \(grouping\.yml\)$/m);
  expect(out).toMatch(/^ +3s +✉ +firing to team by webhook http:\/\/hook\.example: HighErrors/m);
  expect(out).toMatch(/^2 deliveries\.$/m);
});

test('files are told in order, and one that is wrong does not keep the others from running', async () => {
  const folder = folderWith({
    'a.yml': SCENARIO,
    'typo.yml': SCENARIO.replace('events', 'evnets'),
    'binary.yml': Uint8Array.of(0, 1, 2),
    'b.yml': SCENARIO,
  });

  const ended = await tocsin(['replay', 'a.yml', 'nowhere.yml', 'typo.yml', 'binary.yml', '.', 'b.yml', '--json'], {
    cwd: folder,
  });

  const [a, ...rest] = objects(ended);
  const b = rest.pop();
  expect(ended.status).toBe(1);
  expect(Replayed.parse(a).file).toBe('a.yml');
  expect(Replayed.parse(b).file).toBe('b.yml');
  expect(rest).toEqual([
    { file: 'nowhere.yml', error: 'nowhere.yml: there is no such file' },
    { file: 'typo.yml', error: 'typo.yml:3: evnets: unknown key: did you mean "events"?' },
    { file: 'binary.yml', error: 'binary.yml: is not text' },
    { file: '.', error: '.: is a folder, not a file' },
  ]);
});

test('without --json a wrong file is told on the side', async () => {
  const { status, out, err } = await tocsin(['replay', 'nowhere.yml', 'grouping.yml'], { cwd: FIXTURES });

  expect(status).toBe(1);
  expect(err).toBe('tocsin: nowhere.yml: there is no such file\n');
  expect(out).toMatch(/2 deliveries/);
});

test.each<[string, string, number, RegExp]>([
  ['holds', '[ { at: 2s, to: "http://a", kind: firing } ]', 0, /^As expected\.$/m],
  ['does not hold', '[ { at: 3s } ]', 1, /^- deliveries: expected, but did not come: \{"at":"3s"\}$/m],
])('what a file expects %s, and the exit status says so', async (_, deliveries, expected, words) => {
  const folder = folderWith({ 's.yml': `${SCENARIO}expect: { deliveries: ${deliveries} }\n` });

  const { status, out } = await tocsin(['replay', 's.yml'], { cwd: folder });

  expect(status).toBe(expected);
  expect(out).toMatch(words);
});

test('with --json an expectation that does not hold is there too', async () => {
  const folder = folderWith({ 's.yml': `${SCENARIO}expect: { deliveries: [] }\n` });

  const ended = await tocsin(['replay', 's.yml', '--json'], { cwd: folder });

  expect(ended.status).toBe(1);
  expect(objects(ended)).toEqual([
    expect.objectContaining({
      expect: {
        holds: false,
        differences: [{ list: 'deliveries', expected: null, found: expect.objectContaining({ at: 2 }) }],
      },
    }),
  ]);
});

const routing = `route: { receiver: team, group_wait: 1s }\nreceivers: [ { name: team, webhook_configs: [ { url: "http://a" } ] } ]\n`;
const events = 'until: 10s\nevents: [ { at: 1s, alerts: [ { labels: { alertname: test } } ] } ]\n';

test.each<[string, string, string, string[]]>([
  ['beside the scenario', 'here/s.yml', 'config: ../team\n', []],
  ['in the working directory', 'here/s.yml', 'config: team\n', []],
  ['around its scenarios', 'team/scenarios/s.yml', '', []],
  ['that the command names', 'here/s.yml', '', ['--config', 'team']],
])('the configuration may lie in the folder %s', async (_, file, config, args) => {
  const cwd = folderWith({ 'team/routing.yml': routing, [file]: config + events });

  const ended = await tocsin(['replay', file, '--json', ...args], { cwd });

  const [{ deliveries }] = z.tuple([Replayed]).parse(objects(ended));
  expect(deliveries.map(({ at, to }) => [at, to])).toEqual([[2, 'http://a']]);
});

test('a scenario without a configuration says how to name one', async () => {
  const cwd = folderWith({ 's.yml': events });

  const { status, err } = await tocsin(['replay', 's.yml'], { cwd });

  expect(status).toBe(1);
  expect(err).toBe('tocsin: s.yml: names no configuration: write "config:" in it, or say --config DIR\n');
});

test('the standard input may hold a scenario', async () => {
  const ended = await tocsin(['replay', '-', '--json'], { input: SCENARIO });

  expect(objects(ended)).toEqual([expect.objectContaining({ file: '-' })]);
});

test('the scenario in the handbook holds', async () => {
  const handbook = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8');
  const [, input = ''] = /```yaml\n(.*?)```/s.exec(handbook) ?? [];

  const { status, out } = await tocsin(['replay', '-'], { input });

  expect({ status, last: out.trimEnd().split('\n').at(-1) }).toEqual({ status: 0, last: 'As expected.' });
});
