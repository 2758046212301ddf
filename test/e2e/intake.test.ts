import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Received } from '../../local/receivers/received';
import { ANY_PORTS } from '../../local/receivers/receivers';
import { makeRun, type Run, type Running } from '../../local/run';
import { makeTimeline } from '../../local/scenario/timeline';

const ROOT = join(__dirname, '..', '..');
const START_MS = 240_000;
const TEST_MS = 180_000;

const ROUTING = `
route: { receiver: team, group_by: [alertname], group_wait: 0s, group_interval: 5s }
receivers: [ { name: team, webhook_configs: [ { url: "http://team.example/hook" } ] } ]
`;
const INGEST = `
pagerduty: [ { routing_key_file: ssm:/e2e/checkout, labels: { service: checkout }, rate_limit: 10 } ]
alertmanager: [ { bearer_file: ssm:/e2e/bearer } ]
heartbeats: { backup: { every: 20s, grace: 5s, labels: { severity: warning } } }
accounts: ["999999999999"]
`;

let home: string;
let run: Run;
let running: Running;
beforeAll(async () => {
  // Prepare: an AWS of the test's own with a real deployment of a small folder
  home = mkdtempSync(join(tmpdir(), 'tocsin-e2e-'));
  const configuration = join(home, 'team');
  mkdirSync(configuration);
  writeFileSync(join(configuration, 'routing.yml'), ROUTING);
  writeFileSync(join(configuration, 'ingest.yml'), INGEST);
  const services = JSON.stringify(join(ROOT, 'config', 'minimal', 'services.ts'));
  writeFileSync(join(configuration, 'services.ts'), `export { default } from ${services};\n`);
  run = makeRun({
    root: ROOT,
    home,
    venv: join(ROOT, '.tocsin', 'venv'),
    configuration,
    ports: { ...ANY_PORTS, aws: 0, inbox: 0 },
    endpoint: null,
    timeline: makeTimeline(),
    onCrash: () => {},
  });
  running = await run.start();
}, START_MS);
afterAll(async () => {
  await run.stop();
  rmSync(home, { recursive: true, force: true });
}, 30_000);

const post = (address: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const enqueue = async (event: object): Promise<[number, unknown]> => {
  const answer = await post(`${running.local.events}/v2/enqueue`, event);
  return [answer.status, await answer.json()];
};

/** Waits until the team's webhook was told this of such an alert. */
async function told(status: string, ...words: readonly string[]): Promise<string> {
  for (;;) {
    const all = (await (await fetch(`${running.local.receivers.webhook}/received`)).json()) as Received[];
    const texts = all.map(({ body }) => JSON.stringify(body));
    const found = texts.find((text) => [`"status":"${status}"`, ...words].every((word) => text.includes(word)));
    if (found) return found;
    await sleep(200);
  }
}

const payload = { summary: 'Queue is stuck', source: 'worker-1', severity: 'critical', class: 'StuckQueue' };

test(
  'a PagerDuty event is told with the labels of its key, and its resolve is told',
  async () => {
    const { routing_key } = running.local.intake;

    const triggered = await enqueue({ routing_key, event_action: 'trigger', dedup_key: 'q1', payload });
    const firing = await told('firing', 'StuckQueue', 'checkout');
    const resolved = await enqueue({ routing_key, event_action: 'resolve', dedup_key: 'q1' });
    await told('resolved', 'StuckQueue');

    expect(triggered).toEqual([202, { status: 'success', message: 'Event processed', dedup_key: 'q1' }]);
    expect(resolved[0]).toBe(202);
    expect(firing).toContain('Queue is stuck');
  },
  TEST_MS,
);

test('what PagerDuty would refuse is refused as PagerDuty does', async () => {
  const { routing_key } = running.local.intake;

  expect(await enqueue({ routing_key: '0'.repeat(32), event_action: 'trigger', payload })).toEqual([
    400,
    { status: 'invalid event', message: 'Event object is invalid', errors: ['Invalid routing key'] },
  ]);
  const large = { routing_key, event_action: 'trigger', payload, padding: 'x'.repeat(512 * 1024) };
  expect((await enqueue(large))[0]).toBe(413);
});

test(
  'an Alertmanager’s alerts come in by its webhook and by its API',
  async () => {
    const { bearer, alerts } = running.local.intake;
    const authorization = { authorization: `Bearer ${bearer}` };
    const webhook = { version: '4', alerts: [{ status: 'firing', labels: { alertname: 'ByWebhook' } }] };

    const statuses = [
      (await post(String(running.local.alertmanager), webhook)).status,
      (await post(alerts, [{ labels: { alertname: 'ByApi' } }], authorization)).status,
      (await post(alerts, [{ labels: { alertname: 'ByNobody' } }])).status,
    ];
    await told('firing', 'ByWebhook');
    await told('firing', 'ByApi');

    expect(statuses).toEqual([202, 200, 401]);
  },
  TEST_MS,
);

test(
  'a heartbeat that falls silent is told, and when it is heard again',
  async () => {
    await told('firing', 'HeartbeatMissing', 'backup');

    const answer = await fetch(String(running.local.intake.heartbeats.backup));
    await told('resolved', 'HeartbeatMissing', 'backup');

    expect(answer.status).toBe(200);
    expect((await fetch(`${running.local.events}/heartbeat/backup/wrong`)).status).toBe(404);
    expect((await fetch(String(running.local.intake.heartbeats.backup), { method: 'HEAD' })).status).toBe(200);
  },
  TEST_MS,
);

test(
  'who sends too much in a minute is to wait',
  async () => {
    const { routing_key } = running.local.intake;
    const nothing = { routing_key, event_action: 'acknowledge', dedup_key: 'none' };
    const statuses: number[] = [];

    // A minute may end meanwhile: up to twice as many as one takes.
    while (statuses.length < 25 && statuses.at(-1) !== 429) statuses.push((await enqueue(nothing))[0]);

    expect(statuses.at(-1)).toBe(429);
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
  },
  TEST_MS,
);
