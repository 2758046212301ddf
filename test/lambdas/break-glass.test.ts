import type { SQSEvent } from 'aws-lambda';
import { MemoryStore } from '../../adapters/memory/store';
import { channels } from '../../channels';
import type { Request } from '../../channels/channel';
import { PATIENCE_MS } from '../../engine/break-glass';
import { compile } from '../../engine/configuration/compile';
import { type Message, type Store, StoreError, TransportError } from '../../engine/ports';
import type { SecondPathPorts } from '../../engine/second-path';
import { flushBatch } from '../../lambdas/flush/work';
import { ingestBatch } from '../../lambdas/ingest/work';
import { notifyBatch } from '../../lambdas/notify/work';
import { batch, recordingVoice } from './tools';

const ROUTING = `
route: { receiver: team, group_wait: 0s, group_by: [alertname] }
receivers:
  - { name: team, webhook_configs: [ { url: "http://team" } ] }
  - { name: emergency, pagerduty_configs: [ { routing_key: 0123456789abcdef0123456789abcdef, url: "http://pager" } ], webhook_configs: [ { url: "http://boss" } ] }`;
const configured = (oncall: string) => {
  const files = [
    { name: 'routing.yml', text: ROUTING },
    { name: 'oncall.yml', text: oncall },
  ];
  const { configuration } = compile(files, channels);
  return () => configuration;
};
const WITH_LAST_RESORT = configured('last_resort: { receiver: emergency }');

const START = Date.parse('2026-01-05T09:00:30Z');
const BETWEEN_MS = 60_000;

const alarm = (topic = 'critical', state = 'ALARM'): string =>
  JSON.stringify({
    Type: 'Notification',
    TopicArn: `arn:aws:sns:us-east-1:111122223333:tocsin-${topic}`,
    Message: JSON.stringify({
      AlarmName: 'disk',
      AWSAccountId: '111122223333',
      NewStateValue: state,
      OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
      NewStateReason: 'over the threshold',
      StateChangeTime: '2026-01-05T09:00:00.000+0000',
      Region: 'us-east-1',
      Trigger: { MetricName: 'Errors', Namespace: 'AWS/Lambda', Dimensions: [] },
    }),
  });

/** Everything but a table. */
class Outage {
  now = START;
  isDown = true;
  readonly table = new MemoryStore();
  readonly sent: Message[] = [];
  readonly asked: Request[] = [];
  /** What providers answer next; then they take everything. */
  readonly answers: (number | 'silence')[] = [];
  #tokens = 0;

  constructor(readonly configuration = WITH_LAST_RESORT) {}

  readonly ports = (): SecondPathPorts => {
    const call = <Result>(work: () => Promise<Result>): Promise<Result> =>
      this.isDown ? Promise.reject(new StoreError('down')) : work();
    const { table } = this;
    const store: Store = {
      get: (key) => call(() => table.get(key)),
      put: (item, condition) => call(() => table.put(item, condition)),
      update: (key, update, condition) => call(() => table.update(key, update, condition)),
      query: (pk, from, to) => call(() => table.query(pk, from, to)),
      transact: (writes) => call(() => table.transact(writes)),
      due: (shard, until, limit) => call(() => table.due(shard, until, limit)),
    };
    return {
      clock: { now: () => this.now },
      ids: {
        next: () => {
          this.#tokens += 1;
          return `token-${this.#tokens}`;
        },
        random: () => 0.5,
      },
      store,
      queue: { send: async (message) => void this.sent.push(message) },
      transport: {
        send: async (request) => {
          this.asked.push(request);
          const answered = this.answers.shift() ?? 200;
          if (answered === 'silence') throw new TransportError('no answer');
          return { status: answered, headers: {}, body: '' };
        },
      },
      alarms: null as unknown as SecondPathPorts['alarms'],
    };
  };

  /** The message is received for the nth time, and what it leads to is worked through. */
  async receive(body: string, receives: number): Promise<void> {
    this.now = START + (receives - 1) * BETWEEN_MS;
    const { Records } = batch(body);
    const event: SQSEvent = {
      Records: Records.map((record) => ({
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: String(receives), SentTimestamp: String(START) },
      })),
    };
    const { voice } = recordingVoice();
    await ingestBatch(this.ports, this.configuration)(event, voice).catch(() => {});
    await this.work();
  }

  async work(): Promise<void> {
    const { voice } = recordingVoice();
    for (let message = this.sent.shift(); message; message = this.sent.shift()) {
      const { queue, ...hint } = message;
      const event = batch(JSON.stringify(hint));
      if (queue === 'deliver')
        await notifyBatch(this.ports, this.configuration, channels, async () => null)(event, voice);
      if (queue === 'wake') await flushBatch(this.ports, this.configuration)(event, voice);
    }
  }

  get told(): readonly string[] {
    return this.asked.map((request) => (request.kind === 'http' ? String(request.url) : request.kind));
  }
}

test('a table that stays down: the last resort hears of what is critical once, by each of its ways', async () => {
  // Prepare
  const outage = new Outage();

  // Act
  const heardAfter: number[] = [];
  for (let receives = 1; receives <= 10; receives += 1) {
    await outage.receive(alarm(), receives);
    heardAfter.push(outage.asked.length);
  }

  // Assess
  expect(heardAfter).toEqual([0, 0, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(outage.told).toEqual(['http://pager', 'http://boss']);
  expect(JSON.stringify(outage.asked)).toContain('disk');
  expect(JSON.stringify(outage.asked)).toContain('cannot reach its table');
});

test('while it lasts, it is said again each quarter of an hour under the same key', async () => {
  // Prepare
  const outage = new Outage();

  // Act
  for (let receives = 1; receives <= 31; receives += 1) await outage.receive(alarm(), receives);

  // Assess
  const keys = outage.asked.flatMap((request) =>
    request.kind === 'http' && request.url === 'http://pager'
      ? [(request.json as { dedup_key: string }).dedup_key]
      : [],
  );
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});

test('when the table is back the usual way goes on: nothing is lost', async () => {
  // Prepare
  const outage = new Outage();
  for (let receives = 1; receives <= 4; receives += 1) await outage.receive(alarm(), receives);

  // Act
  outage.isDown = false;
  await outage.receive(alarm(), 5);

  // Assess
  expect(outage.told).toEqual(['http://pager', 'http://boss', 'http://team']);
});

test('what fails on this way too is tried again', async () => {
  // Prepare
  const outage = new Outage();
  outage.answers.push(503, 200, 'silence', 200); // of the pager, the boss, the pager, the pager

  // Act
  for (let receives = 1; receives <= 3; receives += 1) await outage.receive(alarm(), receives);

  // Assess
  expect(outage.told).toEqual(['http://pager', 'http://boss', 'http://pager', 'http://pager']);
  expect(outage.sent).toEqual([]);
});

test.each([
  ['what is not critical', new Outage(), alarm('warning')],
  ['an end', new Outage(), alarm('critical', 'OK')],
  ['anything, without a last resort', new Outage(configured('{}')), alarm()],
])('%s waits for the table', async (_, outage, body) => {
  for (let receives = 1; receives <= 10; receives += 1) await outage.receive(body, receives);
  expect(outage.asked).toEqual([]);
});

test('a message that only just came waits, however often it was received', async () => {
  // Prepare
  const outage = new Outage();
  const event = batch(alarm());
  for (const record of event.Records) {
    record.attributes.ApproximateReceiveCount = '9';
    record.attributes.SentTimestamp = String(START - PATIENCE_MS);
  }

  // Act
  await ingestBatch(outage.ports, outage.configuration)(event, recordingVoice().voice).catch(() => {});

  // Assess
  expect(outage.sent).toEqual([]);
});
