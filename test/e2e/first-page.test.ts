import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientSettings } from '../../local/aws/environment';
import type { Received, ReceiverName } from '../../local/receivers/received';
import { ANY_PORTS } from '../../local/receivers/receivers';
import { makeRun, type Run, type Running } from '../../local/run';
import { makeTimeline } from '../../local/scenario/timeline';

const ROOT = join(__dirname, '..', '..');
const RECEIVERS: readonly ReceiverName[] = ['pagerduty', 'slack', 'sms', 'email', 'webhook'];
const START_MS = 240_000;
const STORY_MS = 180_000;

let home: string;
let run: Run;
let running: Running;
const timeline = makeTimeline();
beforeAll(async () => {
  // Prepare: an AWS of the test's own, a real deployment, on ports that nobody else uses
  home = mkdtempSync(join(tmpdir(), 'tocsin-e2e-'));
  run = makeRun({
    root: ROOT,
    home,
    venv: join(ROOT, '.tocsin', 'venv'),
    configuration: join(ROOT, 'config', 'mykadoo'),
    ports: { ...ANY_PORTS, aws: 0, inbox: 0 },
    endpoint: null,
    timeline,
    onCrash: () => {},
  });
  running = await run.start();
}, START_MS);
afterAll(async () => {
  await run.stop();
  rmSync(home, { recursive: true, force: true });
}, 30_000);

/** By what was promised to outside programs. */
async function received(name: ReceiverName): Promise<Received[]> {
  const answer = await fetch(`${running.local.receivers[name]}/received`);
  return (await answer.json()) as Received[];
}

/** Waits for a message that says all of this, among those after the first `skip`. */
async function arrival(name: ReceiverName, skip: number, ...words: string[]): Promise<string> {
  for (;;) {
    const texts = (await received(name)).slice(skip).map(({ path, body }) => `${path} ${JSON.stringify(body)}`);
    const found = texts.find((text) => words.every((word) => text.includes(word)));
    if (found) return found;
    await sleep(100);
  }
}

const publish = async (message: string) => {
  const client = new SNSClient(clientSettings(running.local.aws));
  await client.send(new PublishCommand({ TopicArn: running.local.topics.critical, Message: message }));
  client.destroy();
};

const FIRING: Readonly<Record<ReceiverName, readonly string[]>> = {
  pagerduty: ['/v2/enqueue', '"trigger"', 'SlowAnswers'],
  slack: ['chat.postMessage', 'SlowAnswers'],
  sms: ['CRITICAL', 'SlowAnswers'],
  email: ['CRITICAL', 'SlowAnswers', '<html'],
  webhook: ['"firing"', 'SlowAnswers'],
};
const RESOLVED: Readonly<Record<ReceiverName, readonly string[]>> = {
  pagerduty: ['"resolve"'],
  slack: ['chat.update', 'RESOLVED'],
  sms: ['SlowAnswers', 'OK'],
  email: ['RESOLVED', 'SlowAnswers'],
  webhook: ['"resolved"', 'SlowAnswers'],
};
async function counts(): Promise<Record<ReceiverName, number>> {
  const all = await Promise.all(RECEIVERS.map(async (name) => [name, (await received(name)).length]));
  return Object.fromEntries(all);
}

test(
  'a metric crosses a threshold: all five learn of it; it heals: all five learn that it is over',
  async () => {
    // Act
    await running.story?.break();
    const firing = await Promise.all(RECEIVERS.map((name) => arrival(name, 0, ...FIRING[name])));
    const before = await counts();
    await running.story?.heal();
    const resolved = await Promise.all(RECEIVERS.map((name) => arrival(name, before[name], ...RESOLVED[name])));

    // Assess
    expect([firing.length, resolved.length]).toEqual([5, 5]);
    expect(timeline.entries().filter(({ kind }) => kind === 'trouble')).toEqual([]);
  },
  STORY_MS,
);

test(
  'a receiver that is down holds up nobody else, and gets its message when it is back',
  async () => {
    // Prepare
    const before = await counts();
    const { webhook } = running.local.receivers;
    await fetch(`${webhook}/fault`, { method: 'POST', body: '{"status": 503}' });

    // Act
    await running.story?.break();
    const others = RECEIVERS.filter((name) => name !== 'webhook');
    for (const name of others) await arrival(name, before[name], ...FIRING[name]);
    while (((await (await fetch(`${webhook}/refused`)).json()) as unknown[]).length === 0) await sleep(100);
    expect(await received('webhook')).toHaveLength(before.webhook);
    await fetch(`${webhook}/fault`, { method: 'DELETE' });
    await arrival('webhook', before.webhook, ...FIRING.webhook);

    // Assess: the others were told once
    const after = await counts();
    expect(others.map((name) => after[name] - before[name])).toEqual(others.map(() => 1));
    await running.story?.heal();
  },
  STORY_MS,
);

test(
  'a message that nobody can read pages, with its text as it came',
  async () => {
    // Prepare
    const text = 'the <b>database</b> & "its" replica \u2014 {not json}';
    const before = await counts();

    // Act
    await publish(text);

    // Assess
    const verbatim = JSON.stringify(text).slice(1, -1);
    await arrival('pagerduty', before.pagerduty, 'Unreadable', verbatim);
    await arrival('webhook', before.webhook, 'Unreadable', verbatim);
    await arrival('sms', before.sms, 'Unreadable');
  },
  STORY_MS,
);
