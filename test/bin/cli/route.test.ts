import { join } from 'node:path';
import * as z from 'zod';
import { folderWith, objects, tocsin } from './tocsin';

const ROUTING = `route:
  receiver: everybody
  group_by: [alertname]
  group_wait: 45s
  routes:
    - { receiver: audit, continue: true, repeat_interval: 1d }
    - receiver: operations
      matchers: ['severity="critical"']
      group_wait: 0s
      routes:
        - { receiver: database, matchers: ['service="database"'] }
    - { receiver: web, matchers: ['service="web"'] }
    - { receiver: api, matchers: ['service="api"'] }
receivers:
  - { name: everybody }
  - { name: audit, webhook_configs: [ { url: "http://audit" } ] }
  - { name: operations, sms_configs: [ { to: "+15550000001" } ] }
  - { name: database, webhook_configs: [ { url: "http://database", send_resolved: false } ] }
  - { name: web, webhook_configs: [ { url: "http://web" } ] }
  - { name: api, webhook_configs: [ { url: "http://api" } ] }
`;
const Labels = z.record(z.string(), z.string());
const Routed = z.strictObject({
  file: z.string().nullable(),
  alerts: z.array(
    z.strictObject({
      alert: z.strictObject({
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
        status: z.enum(['firing', 'resolved']),
        labels: Labels,
        annotations: Labels,
        starts_at: z.iso.datetime(),
      }),
      routes: z.array(
        z.strictObject({
          receiver: z.string(),
          path: z.string(),
          group_labels: Labels,
          group_wait: z.string(),
          group_interval: z.string(),
          repeat_interval: z.string(),
          muted_by: z.array(z.string()),
          pages: z.array(z.unknown()),
        }),
      ),
      inhibited_by: z.array(z.string()),
      silenced_by: z.array(z.string()),
    }),
  ),
  ignored: z.array(z.strictObject({ reason: z.string() })),
});

const alarm = JSON.stringify({
  AlarmName: 'checkout-errors',
  AlarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:checkout-errors',
  AWSAccountId: '111122223333',
  Region: 'US East (N. Virginia)',
  OldStateValue: 'OK',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-01-05T09:00:00.000+0000',
  AlarmActions: ['arn:aws:sns:us-east-1:111122223333:tocsin-critical'],
});
const config = folderWith({ 'routing.yml': ROUTING });
const files = folderWith({
  'alarm.json': alarm,
  'binary.bin': Uint8Array.of(0x89, 0, 0xff),
  'nonsense.txt': 'it burns',
});
const route = (...args: string[]) => tocsin(['route', ...args, '--config', config], { cwd: files, input: alarm });

test('labels lead to receivers, each with its group and its pace', async () => {
  const ended = await route('--label', 'alertname=Slow', 'severity=critical', 'service=database', '--json');

  const [{ file, alerts }] = z.tuple([Routed]).parse(objects(ended));
  expect({ status: ended.status, file, count: alerts.length }).toEqual({ status: 0, file: null, count: 1 });
  const common = { group_labels: { alertname: 'Slow' }, group_interval: '5m', muted_by: [], pages: [] };
  expect(alerts[0]?.routes).toEqual([
    { receiver: 'audit', path: '{}/{}', group_wait: '45s', repeat_interval: '1d', ...common },
    {
      receiver: 'database',
      path: '{}/{severity="critical"}/{service="database"}',
      group_wait: '0s',
      repeat_interval: '4h',
      ...common,
    },
  ]);
});

test('the walk through the tree is told with what did not match', async () => {
  const { status, out } = await route('--label', 'alertname=Slow', 'severity=critical', 'service=web');

  expect(status).toBe(0);
  expect(out).toMatch(/^ +✓ \{\} → audit, and its siblings are tried too \(continue\)$/m);
  expect(out).toMatch(/^ +✓ \{severity="critical"\} → operations$/m);
  expect(out).toMatch(/^ +✗ \{service="database"\}: service is "web"$/m);
  expect(out).toMatch(/… 2 more not tried/);
  expect(out).toMatch(/^ +sms \+15550000001$/m);
});

test('a receiver that tells nobody is told, and who does not hear of the end', async () => {
  const nobody = await route('--label', 'alertname=Slow', 'service=other');
  const silent = await route('--label', 'severity=critical', 'service=database');

  expect(nobody.out).toMatch(/✓ \{\} → audit/);
  expect(silent.out).toMatch(/webhook http:\/\/database \(not told when it is over\)/);
});

test.each<[string, string]>([
  ['a file', 'alarm.json'],
  ['the standard input', '-'],
])('a CloudWatch alarm in %s is routed', async (_, file) => {
  const ended = await route(file, '--json');

  const [answer] = z.tuple([Routed]).parse(objects(ended));
  expect(ended.status).toBe(0);
  expect(answer).toMatchObject({
    file,
    alerts: [
      {
        alert: {
          status: 'firing',
          labels: { alertname: 'checkout-errors', severity: 'critical' },
          starts_at: '2026-01-05T09:00:00.000Z',
        },
        routes: [{ receiver: 'audit' }, { receiver: 'operations' }],
      },
    ],
  });
});

test('text that nobody can read is routed as what it will be: critical, with the text', async () => {
  const ended = await route('nonsense.txt', '--json');

  const [{ alerts }] = z.tuple([Routed]).parse(objects(ended));
  expect(alerts[0]?.alert).toMatchObject({ labels: { severity: 'critical' }, annotations: { raw: 'it burns' } });
});

test('a file that is wrong does not keep the others from being shown', async () => {
  const ended = await route('nowhere.json', '.', 'binary.bin', 'alarm.json', '--json');

  const [missing, folder, binary, alarmAnswer] = objects(ended);
  expect(ended.status).toBe(1);
  expect([missing, folder, binary]).toEqual([
    { file: 'nowhere.json', error: 'nowhere.json: there is no such file' },
    { file: '.', error: '.: is a folder, not a file' },
    { file: 'binary.bin', error: 'binary.bin: is not text' },
  ]);
  expect(Routed.parse(alarmAnswer).alerts).toHaveLength(1);
});

test('without --json a wrong file is told on the side', async () => {
  const { status, out, err } = await route('nowhere.json', 'alarm.json');

  expect(status).toBe(1);
  expect(err).toBe('tocsin: nowhere.json: there is no such file\n');
  expect(out).toMatch(/checkout-errors/);
});

test('a configuration that is wrong is told at its line', async () => {
  const broken = folderWith({ 'routing.yml': ROUTING.replace('45s', '45 seconds') });

  const { status, err } = await tocsin(['route', '--label', 'a=b', '--config', broken]);

  expect(status).toBe(1);
  expect(err).toMatch(/^tocsin: routing\.yml:4: route\.group_wait: "45 seconds" is not a duration/);
  expect(err).not.toMatch(join('bin', 'cli'));
});

test('silences from a file are named, at the time that is asked for', async () => {
  // Prepare
  const silences = join(
    folderWith({ 'silences.yml': `- { id: s1, matchers: ['service="web"'], ends_at: "2026-01-05T10:00:00Z" }` }),
    'silences.yml',
  );
  const ask = (at: string, ...args: string[]) =>
    route('--label', 'alertname=Slow', 'service=web', '--silences', silences, '--at', at, ...args);

  // Act
  const [before, after, told] = await Promise.all([
    ask('2026-01-05T09:00:00Z', '--json'),
    ask('2026-01-05T10:00:00Z', '--json'),
    ask('2026-01-05T09:00:00Z'),
  ]);

  // Assess
  const silencedBy = (ended: typeof before) => z.tuple([Routed]).parse(objects(ended))[0].alerts[0]?.silenced_by;
  expect([silencedBy(before), silencedBy(after)]).toEqual([['s1'], []]);
  expect(told.out).toContain('silenced by s1');
});

test('a file of silences that is wrong is told with its place', async () => {
  // Prepare
  const silences = join(folderWith({ 'silences.yml': '- { matchers: [] }' }), 'silences.yml');

  // Act
  const ended = await route('--label', 'alertname=Slow', '--silences', silences);

  // Assess
  expect(ended).toMatchObject({ status: 1, out: '' });
  expect(ended.err).toContain('[0].matchers: must hold at least one matcher');
});
