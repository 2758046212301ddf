import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '../../local/aws/environment';
import type { Received } from '../../local/receivers/received';
import { ANY_PORTS } from '../../local/receivers/receivers';
import { makeRun, type Run, type Running } from '../../local/run';
import { makeTimeline } from '../../local/scenario/timeline';

const ROOT = join(__dirname, '..', '..');
const START_MS = 240_000;
/** What is younger than three minutes is not raised; EventBridge's word waits for one. */
const WAIT_MS = 300_000;

let home: string;
let run: Run;
let running: Running;
let alarms: CloudWatchClient;
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
    timeline: makeTimeline(),
    onCrash: () => {},
  });
  running = await run.start();
  alarms = new CloudWatchClient(clientSettings(running.local.aws));
}, START_MS);
afterAll(async () => {
  alarms?.destroy();
  await run.stop();
  rmSync(home, { recursive: true, force: true });
}, 30_000);

async function arrival(...words: string[]): Promise<string> {
  for (;;) {
    const answer = await fetch(`${running.local.receivers.pagerduty}/received`);
    const texts = ((await answer.json()) as Received[]).map(({ body }) => JSON.stringify(body));
    const found = texts.find((text) => words.every((word) => text.includes(word)));
    if (found) return found;
    await sleep(100);
  }
}

const put = (AlarmName: string) =>
  alarms.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Test',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [String(running.local.topics.critical)],
      OKActions: [String(running.local.topics.critical)],
      Tags: [{ Key: 'Owner', Value: 'the-tag-of-it' }],
    }),
  );
const set = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
  alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));

/** The alarm changes and its topic learns nothing of it. */
async function setSilently(name: string, state: 'ALARM' | 'OK'): Promise<void> {
  await alarms.send(new DisableAlarmActionsCommand({ AlarmNames: [name] }));
  await set(name, state);
  await alarms.send(new EnableAlarmActionsCommand({ AlarmNames: [name] }));
}

const LIST = '/2015-03-31/functions/';
const HEADERS = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
};

/** Runs the deployed function, as its schedule would. */
async function reconcile(): Promise<void> {
  const listed = await fetch(new URL(LIST, running.local.aws), { headers: HEADERS });
  const { Functions } = (await listed.json()) as { Functions: { FunctionName: string }[] };
  const name = Functions.map(({ FunctionName }) => FunctionName).find((one) => /reconcile/i.test(one));
  const url = new URL(`${LIST}${name}/invocations`, running.local.aws);
  const answer = await fetch(url, { method: 'POST', headers: HEADERS, body: '{}' });
  expect([answer.status, answer.headers.get('x-amz-function-error'), await answer.text()]).toEqual([200, null, 'null']);
}

/** What EventBridge would bring: the embedded one tells of no alarm. */
async function sayByEventBridge(name: string): Promise<void> {
  const { MetricAlarms = [] } = await alarms.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm] = MetricAlarms;
  const [, , , region, account] = alarm?.AlarmArn?.split(':') ?? [];
  const event = {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account,
    region,
    time: new Date().toISOString(),
    resources: [alarm?.AlarmArn],
    detail: {
      alarmName: name,
      state: { value: 'ALARM', timestamp: new Date().toISOString() },
      previousState: { value: 'OK' },
      configuration: {},
    },
  };
  const outputs = JSON.parse(readFileSync(join(home, 'outputs.json'), 'utf8')) as Record<
    string,
    { IngestQueue?: string }
  >;
  const QueueUrl = Object.values(outputs).flatMap(({ IngestQueue }) => IngestQueue ?? [])[0];
  const queues = new SQSClient({ ...clientSettings(running.local.aws), useQueueUrlAsEndpoint: false });
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  queues.destroy();
}

test(
  'an ALARM and an OK that no topic told are told all the same',
  async () => {
    // Prepare: two changes of which nobody hears
    await put('lost-alarm');
    await setSilently('lost-alarm', 'ALARM');
    const lostAt = Date.now();
    await put('said-by-eventbridge');
    await setSilently('said-by-eventbridge', 'ALARM');
    await sayByEventBridge('said-by-eventbridge');

    // Act and assess: an OK is healed at once
    await put('lost-ok');
    await set('lost-ok', 'ALARM');
    await arrival('"trigger"', 'lost-ok');
    await setSilently('lost-ok', 'OK');
    await reconcile();
    await arrival('"resolve"', 'lost-ok');

    // Act and assess: EventBridge's word counts after a minute, with what CloudWatch knows besides
    await arrival('"trigger"', 'said-by-eventbridge', 'the-tag-of-it');

    // Act and assess: what has been in ALARM for three minutes is raised
    await sleep(Math.max(0, lostAt + 185_000 - Date.now()));
    await reconcile();
    await arrival('"trigger"', 'lost-alarm', 'the-tag-of-it');
    await reconcile();
    const answer = await fetch(`${running.local.receivers.pagerduty}/received`);
    const all = ((await answer.json()) as Received[]).map(({ body }) => JSON.stringify(body));
    expect(all.filter((text) => text.includes('"trigger"') && text.includes('lost-alarm'))).toHaveLength(1);
  },
  WAIT_MS,
);
