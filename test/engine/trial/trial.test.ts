import { MemoryStore } from '../../../adapters/memory/store';
import { channels } from '../../../channels/index';
import { compile } from '../../../engine/configuration/compile';
import type { Configuration } from '../../../engine/configuration/configuration';
import { SHARDS } from '../../../engine/keys';
import type { Message, Ports, Store } from '../../../engine/ports';
import { endTrial, forgetTrial, tryFlush } from '../../../engine/trial/flush';
import { tryIngest } from '../../../engine/trial/ingest';
import { tryNotify } from '../../../engine/trial/notify';
import { TrialFailed } from '../../../engine/trial/setting';
import { START } from '../support';

const ROUTING = `
route: { receiver: team, group_wait: 30s }
receivers:
  - name: team
    pagerduty_configs: [ { routing_key_file: "ssm:/oncall/pagerduty" } ]
    slack_configs: [ { app_token_file: "secretsmanager:oncall-slack", channel: "#alerts" } ]
    sms_configs: [ { to: "+33600000000" } ]
    email_configs: [ { from: a@example.com, to: b@example.com } ]`;
const { configuration: everyChannel } = compile([{ name: 'routing.yml', text: ROUTING }], channels);

/** A table of its own, and what was asked of queue and transport. */
function world(change: (store: Store) => Store = (store) => store) {
  const table = new MemoryStore();
  const [hints, sent]: [Message[], unknown[]] = [[], []];
  const ports: Ports = {
    clock: { now: () => START },
    ids: { next: () => 'lease', random: () => 0.5 },
    store: change(table),
    queue: { send: async (message) => void hints.push(message) },
    transport: {
      send: async (request) => {
        sent.push(request);
        return { status: 200, headers: {}, body: '' };
      },
    },
  };
  return { table, ports, hints, sent };
}

const readable = async (reference: string): Promise<string> => `value of ${reference}`;

/** The whole way, as a deployment asks for it. */
async function tryAll(ports: Ports, configuration: Configuration = everyChannel): Promise<readonly string[]> {
  return [
    await tryIngest(ports, configuration),
    await tryFlush(ports, configuration),
    await tryNotify(ports, configuration, channels, readable),
    await endTrial(ports),
  ];
}

/** Everything that the table holds of groups and alerts. */
const left = async (table: MemoryStore): Promise<number> => [...table.items()].length;

test('a version that works takes an alarm the whole way, and says what it did', async () => {
  // Prepare
  const { ports } = world();

  // Act
  const seen = await tryAll(ports);

  // Assess
  expect(seen).toEqual([
    'an alarm became an alert; 3 ways for critical, warning and info',
    'a group was opened, and its receiver is to be told',
    '4 destinations and 2 secrets can be read; delivered',
    'the table knows that it was delivered; nothing of it is left',
  ]);
});

test('nobody is told, nothing is left, and no hint leads anywhere', async () => {
  // Prepare
  const { ports, table, sent, hints } = world();

  // Act
  await tryAll(ports);

  // Assess
  expect(sent).toEqual([]);
  expect(await left(table)).toBe(0);
  expect(hints.length).toBeGreaterThan(1);
  const groups = hints.map((hint) => (hint.queue === 'ingest' ? 'a message' : hint.group));
  expect(new Set(groups)).toEqual(new Set(['tocsin-trial']));
});

test('the version that serves meanwhile never finds the trial among what is due', async () => {
  // Prepare
  const { ports, table } = world();

  // Act
  await tryIngest(ports, everyChannel);
  await tryFlush(ports, everyChannel);

  // Assess
  const due = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => table.due(shard, Number.MAX_VALUE, 10)));
  expect(due.flat()).toEqual([]);
});

test('each step may be asked for again: its answer may have been lost', async () => {
  // Prepare
  const { ports } = world();

  // Act and assess
  for (let times = 0; times < 2; times += 1) await tryIngest(ports, everyChannel);
  for (let times = 0; times < 2; times += 1) await tryFlush(ports, everyChannel);
  for (let times = 0; times < 2; times += 1) await tryNotify(ports, everyChannel, channels, readable);
  await expect(endTrial(ports)).resolves.toContain('nothing of it is left');
});

test('what a trial left that ended early is taken away', async () => {
  // Prepare
  const { ports, table } = world();
  await tryIngest(ports, everyChannel);
  await tryFlush(ports, everyChannel);

  // Act
  await forgetTrial(ports);

  // Assess
  expect(await left(table)).toBe(0);
});

describe('a version fails that', () => {
  test('leads somebody to a receiver that is not there', async () => {
    const { ports } = world();
    const lost: Configuration = { ...everyChannel, receivers: {} };

    await expect(tryIngest(ports, lost)).rejects.toThrow(
      new TrialFailed('routes lead to receivers that are not there: team'),
    );
  });

  test('may not write', async () => {
    const denied = new Error('AccessDenied');
    const { ports } = world((store) => ({ ...bound(store), update: () => Promise.reject(denied) }));

    await expect(tryIngest(ports, everyChannel)).rejects.toThrow('AccessDenied');
  });

  test('may not send a hint', async () => {
    const { ports } = world();
    const refused = { ...ports, queue: { send: () => Promise.reject(new Error('AccessDenied: SendMessage')) } };

    await expect(tryIngest(refused, everyChannel)).rejects.toThrow('AccessDenied: SendMessage');
  });

  test('finds no alert in the table', async () => {
    const { ports } = world();

    await expect(tryFlush(ports, everyChannel)).rejects.toThrow(/no such group; nobody was to be told/);
  });

  test('cannot read secrets, each of which is named', async () => {
    const { ports } = world();
    const none = (reference: string) => Promise.reject(new Error(`the secret ${reference} cannot be read`));

    await expect(tryNotify(ports, everyChannel, channels, none)).rejects.toThrow(
      'the secret ssm:/oncall/pagerduty cannot be read; the secret secretsmanager:oncall-slack cannot be read',
    );
    await expect(tryNotify(ports, everyChannel, channels, async () => '')).rejects.toThrow(
      'ssm:/oncall/pagerduty is empty',
    );
  });

  test('does not understand the settings of a destination', async () => {
    const { ports } = world();
    const without = channels.filter(({ name }) => name !== 'sms');

    await expect(tryNotify(ports, everyChannel, without, readable)).rejects.toThrow('sms cannot read its settings');
  });

  test('never delivered', async () => {
    const { ports, table } = world();
    await tryIngest(ports, everyChannel);
    await tryFlush(ports, everyChannel);

    await expect(endTrial(ports)).rejects.toThrow('the table does not know that the trial was delivered');
    expect(await left(table)).toBe(0);
  });
});

/** A store's methods, for one of them to be changed. */
const bound = (store: Store): Store => ({
  get: (key) => store.get(key),
  put: (item, condition) => store.put(item, condition),
  update: (key, update, condition) => store.update(key, update, condition),
  query: (pk, from, to) => store.query(pk, from, to),
  transact: (writes) => store.transact(writes),
  due: (shard, until, limit) => store.due(shard, until, limit),
});
