import { MemoryAlarms } from '../../adapters/memory/alarms';
import { MemoryStore } from '../../adapters/memory/store';
import { channels } from '../../channels';
import type { Request, Response } from '../../channels/channel';
import { compile } from '../../engine/configuration/compile';
import type { Configuration } from '../../engine/configuration/configuration';
import type { Message, Ports, Store } from '../../engine/ports';
import { StoreError, TransportError } from '../../engine/ports';
import { BatchFailed } from '../../lambdas/each-message';
import { flushBatch } from '../../lambdas/flush/work';
import { ingestBatch } from '../../lambdas/ingest/work';
import { notifyBatch } from '../../lambdas/notify/work';
import { reconcileOnce } from '../../lambdas/reconcile/work';
import { sweepOnce } from '../../lambdas/sweep/work';
import { batch, failing, recordingVoice } from './tools';

const ROUTING = `
route: { receiver: team, group_wait: 0s, group_by: [alertname] }
receivers: [ { name: team, webhook_configs: [ { url: "http://hook.example/inline-token" } ] } ]`;
const { configuration } = compile([{ name: 'routing.yml', text: ROUTING }], channels);
const configured = (): Configuration => configuration;

const alarm = (name: string): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmDescription: 'a text that is nobody’s business',
    AWSAccountId: '111122223333',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    NewStateReason: 'over the threshold',
    StateChangeTime: '2026-01-05T09:00:00.000+0000',
    Region: 'us-east-1',
    Trigger: { MetricName: 'Errors', Namespace: 'AWS/Lambda', Dimensions: [] },
  });

type World = {
  readonly ports: Ports;
  readonly store: MemoryStore;
  readonly sent: Message[];
  readonly asked: Request[];
};

/** The ports in memory; queues are lists, and the provider answers what it is told to. */
function world(answer: () => Response = ok, wrapped: (store: Store) => Store = (same) => same): World {
  const store = new MemoryStore();
  const sent: Message[] = [];
  const asked: Request[] = [];
  let tokens = 0;
  const ports: Ports = {
    clock: { now: () => Date.parse('2026-01-05T09:00:30Z') },
    ids: {
      next: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
      random: () => 0.5,
    },
    store: wrapped(store),
    queue: {
      send: async (message) => {
        sent.push(message);
      },
    },
    transport: {
      send: async (request) => {
        asked.push(request);
        return answer();
      },
    },
  };
  return { ports, store, sent, asked };
}

const ok = (): Response => ({ status: 200, headers: {}, body: 'ok' });

/** Forwards all, but for what `change` replaces. */
const changed =
  (change: Partial<Store>) =>
  (store: Store): Store => ({
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    update: (key, update, condition) => store.update(key, update, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    transact: (writes) => store.transact(writes),
    due: (shard, until, limit) => store.due(shard, until, limit),
    ...change,
  });

const bodies = (messages: readonly Message[], queue: Message['queue']): string[] =>
  messages.filter((message) => message.queue === queue).map(({ queue: _queue, ...body }) => JSON.stringify(body));

/** An alarm that is decided and waits for its delivery. */
async function toldTo(answer: () => Response): Promise<World> {
  const made = world(answer);
  const { ports, sent } = made;
  await ingestBatch(() => ports, configured)(batch(alarm('disk')), recordingVoice().voice);
  await flushBatch(() => ports, configured)(batch(...bodies(sent, 'wake')), recordingVoice().voice);
  return made;
}

describe('ingest', () => {
  test('takes a batch in and wakes its groups', async () => {
    const { ports, sent } = world();
    const { voice, recorded } = recordingVoice();

    const response = await ingestBatch(() => ports, configured)(batch(alarm('disk'), alarm('cpu')), voice);

    expect(response).toEqual(failing());
    expect(sent.map(({ queue }) => queue)).toEqual(['wake', 'wake']);
    expect(recorded.counts).toEqual({ Alerts: 2 });
  });

  test('has what could not be stored delivered again, and nothing else', async () => {
    let writes = 0;
    const down = changed({
      update: async () => {
        writes += 1;
        throw new StoreError('down');
      },
    });
    const { ports } = world(ok, down);
    const { voice, reports } = recordingVoice();
    const nothingToDo = JSON.stringify({
      Type: 'SubscriptionConfirmation',
      TopicArn: 'arn:aws:sns:us-east-1:1:t-info',
    });

    const response = await ingestBatch(() => ports, configured)(batch(nothingToDo, alarm('disk')), voice);

    expect(writes).toBeGreaterThan(0);
    expect(response).toEqual(failing('2'));
    expect(reports).toEqual([[new StoreError('down'), { messageId: '2' }]]);
  });
});

describe('flush', () => {
  test('decides, and has it delivered', async () => {
    const { ports, sent } = world();
    await ingestBatch(() => ports, configured)(batch(alarm('disk')), recordingVoice().voice);
    const { voice, recorded } = recordingVoice();

    const response = await flushBatch(() => ports, configured)(batch(...bodies(sent, 'wake')), voice);

    expect(response).toEqual(failing());
    expect(bodies(sent, 'deliver')).toHaveLength(1);
    expect(recorded.counts).toEqual({ Commits: 1 });
  });

  test('looks again at once when somebody else was first', async () => {
    let refusals = 2; // a flush asks twice before it gives up
    const store = (inner: Store): Store =>
      changed({
        transact: async (writes) => {
          refusals -= 1;
          return refusals >= 0 ? false : inner.transact(writes);
        },
      })(inner);
    const { ports, sent } = world(ok, store);
    await ingestBatch(() => ports, configured)(batch(alarm('disk')), recordingVoice().voice);
    const { voice, reports } = recordingVoice();

    expect(await flushBatch(() => ports, configured)(batch(...bodies(sent, 'wake')), voice)).toEqual(failing());
    expect(bodies(sent, 'deliver')).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  test('leaves it to the queue when somebody else is always first', async () => {
    const { ports, sent } = world(ok, changed({ transact: async () => false }));
    await ingestBatch(() => ports, configured)(batch(alarm('disk')), recordingVoice().voice);
    const { voice, reports } = recordingVoice();

    await expect(flushBatch(() => ports, configured)(batch(...bodies(sent, 'wake')), voice)).rejects.toThrow(
      BatchFailed,
    );
    expect(reports).toMatchObject([[{ name: 'VersionConflict' }, { messages: '1' }]]);
  });
});

describe('notify', () => {
  const deliver = async ({ ports, sent }: World) => {
    const { voice, recorded, reports } = recordingVoice();
    const response = await notifyBatch(
      () => ports,
      configured,
      channels,
      async () => null,
    )(batch(...bodies(sent, 'deliver')), voice);
    return { response, recorded, reports };
  };

  test('sends, and counts it', async () => {
    const made = await toldTo(ok);

    const { response, recorded } = await deliver(made);

    expect(response).toEqual(failing());
    expect(made.asked).toMatchObject([{ kind: 'http', url: 'http://hook.example/inline-token' }]);
    expect(recorded.counts).toEqual({ Delivered: 1 });
  });

  test('a refusal for good is given up and said aloud', async () => {
    const { recorded } = await deliver(await toldTo(() => ({ status: 400, headers: {}, body: 'no' })));

    expect(recorded.counts).toEqual({ GivenUp: 1 });
    expect(recorded.lines).toMatchObject([{ level: 'error', message: 'given up', more: { reason: 'answered 400' } }]);
  });

  test.each([
    ['a passing refusal', () => ({ status: 503, headers: {}, body: '' }), 'failed'],
    [
      'no answer',
      (): Response => {
        throw new TransportError('no answer: ECONNRESET');
      },
      'unknown',
    ],
  ])('%s is left to the slot: its message is done', async (_what, answer, outcome) => {
    const made = await toldTo(answer);

    const { response, recorded } = await deliver(made);

    expect(response).toEqual(failing());
    expect(recorded.lines).toMatchObject([{ level: 'info', message: outcome }]);
    expect(recorded.counts).toEqual({});
    expect(bodies(made.sent, 'deliver')).toHaveLength(2);
  });
});

test.each([
  ['wake', () => flushBatch(() => world().ports, configured)],
  [
    'delivery',
    () =>
      notifyBatch(
        () => world().ports,
        configured,
        channels,
        async () => null,
      ),
  ],
])('a malformed %s is logged and dropped: it was only a hint', async (name, work) => {
  const { voice, recorded, reports } = recordingVoice();

  const response = await work()(batch('not JSON', '{"group":7}'), voice);

  expect(response).toEqual(failing());
  expect(reports).toEqual([]);
  expect(recorded.lines).toEqual(Array(2).fill({ level: 'warn', message: `a malformed ${name} is dropped` }));
});

test('the sweep hints, and always counts what is overdue', async () => {
  const { ports, sent } = await toldTo(ok);
  sent.length = 0;
  const { voice, recorded } = recordingVoice();

  await sweepOnce(
    () => ports,
    configured,
    async () => {},
  )({}, voice);

  expect(sent.map(({ queue }) => queue)).toContain('deliver');
  expect(recorded.counts).toEqual({ Overdue: 0 });
});

test('reconciling says what it changed, by fingerprint, and why it left the rest', async () => {
  const { ports } = world();
  await ingestBatch(() => ports, configured)(batch(alarm('disk')), recordingVoice().voice);
  const { voice, recorded } = recordingVoice();
  const alarms = new MemoryAlarms({ account: '111122223333', region: 'us-east-1' });
  const later: Ports = { ...ports, clock: { now: () => Date.parse('2026-01-05T09:10:00Z') } };

  await reconcileOnce(() => ({ ...later, alarms }))({}, voice);

  expect(recorded.lines).toEqual([
    {
      level: 'info',
      message: 'reconciled',
      more: {
        inAlarm: 0,
        firing: 1,
        ended: 1,
        raised: 0,
        changed: [expect.stringMatching(/^[0-9a-f]{16}$/)],
        left: [],
      },
    },
  ]);
});

test.each<[string, number, readonly string[]]>([
  ['an address elsewhere hears of each sweep', 0, ['ssm:/elsewhere']],
  ['but not while something is overdue', 10 * 60_000, []],
])('%s', async (_, later, expected) => {
  const { ports } = await toldTo(ok);
  const told: string[] = [];
  const configuration = () => ({ ...configured(), ingest: { ...configured().ingest, ownHeartbeat: 'ssm:/elsewhere' } });
  const late = { ...ports, clock: { now: () => ports.clock.now() + later } };

  await sweepOnce(
    () => late,
    configuration,
    async (reference) => void told.push(reference),
  )({}, recordingVoice().voice);

  expect(told).toEqual(expected);
});

test('a sweep whose address does not answer has swept all the same', async () => {
  const { ports } = await toldTo(ok);
  const { voice, recorded } = recordingVoice();
  const configuration = () => ({ ...configured(), ingest: { ...configured().ingest, ownHeartbeat: 'ssm:/elsewhere' } });
  const silent = async () => {
    throw new TypeError('https://secret.example/uuid');
  };

  await sweepOnce(() => ports, configuration, silent)({}, voice);

  expect(recorded.counts).toEqual({ Overdue: 0 });
  expect(JSON.stringify(recorded.lines)).not.toContain('secret.example');
});

test('no line holds a text of the alarm, or an address', async () => {
  const made = await toldTo(() => ({ status: 400, headers: {}, body: 'the provider quotes inline-token' }));
  const all = [recordingVoice(), recordingVoice(), recordingVoice()] as const;

  await ingestBatch(() => made.ports, configured)(batch(alarm('cpu')), all[0].voice);
  await flushBatch(() => made.ports, configured)(batch(...bodies(made.sent, 'wake')), all[1].voice);
  await notifyBatch(
    () => made.ports,
    configured,
    channels,
    async () => null,
  )(batch(...bodies(made.sent, 'deliver')), all[2].voice);

  const written = JSON.stringify(all.map(({ recorded, reports }) => [recorded.lines, reports]));
  expect(written).toContain('given up');
  expect(written).not.toMatch(/nobody’s business|over the threshold|inline-token|hook\.example/);
});
