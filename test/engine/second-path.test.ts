import type { MemoryAlarms } from '../../adapters/memory/alarms';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/time';
import { type Ingested, ingest } from '../../engine/ingest';
import { AlarmsError, StoreError } from '../../engine/ports';
import { byEvent, bySns, cloudWatch, described, SCALING, TOPIC } from './cloudwatch';
import { Bench, interrupted, START, TEAM } from './support';

type Tried = { readonly bench: Bench; readonly alarms: MemoryAlarms };

const tried = (): Tried => {
  const alarms = cloudWatch();
  return { alarms, bench: new Bench(TEAM, (ports) => ({ ...ports, alarms })) };
};

const take = async ({ bench }: Tried, body: string): Promise<Ingested | undefined> =>
  (await ingest(bench.ports(), TEAM, [body])).results[0];

/** The event comes, waits its minute, and comes again. */
async function afterTheWait(world: Tried, body: string, meanwhile: () => Promise<unknown> = async () => {}) {
  await take(world, body);
  await meanwhile();
  const held = world.bench.sent.find(({ message }) => message.queue === 'ingest');
  if (held?.message.queue !== 'ingest') throw new Error('nothing was held back');
  world.bench.now = held.dueAt;
  return take(world, held.message.body);
}

const firing = ({ bench }: Tried) => bench.items('A').filter(({ endsAt }) => endsAt === null);

test('an event waits for a minute, and nothing is written meanwhile', async () => {
  const world = tried();

  const result = await take(world, byEvent('disk', 'ALARM'));

  expect(result).toMatchObject({ ok: true, alerts: 0, ignored: [expect.stringContaining('waits')] });
  expect(world.bench.sent).toEqual([
    { message: { queue: 'ingest', body: expect.stringContaining('disk') }, dueAt: START + 60_000 },
  ]);
  expect([...world.bench.table.items()]).toEqual([]);
});

test('it is dropped where its topic told the same', async () => {
  const world = tried();

  const result = await afterTheWait(world, byEvent('disk', 'ALARM'), () => take(world, bySns('disk', 'ALARM')));

  expect(result).toMatchObject({ alerts: 0, ignored: ['disk: came by its topic'] });
});

test.each<[string, number, number]>([
  ['the topic wrote whole seconds', START, START + 123],
  ['the topic told of something later', START + 5 * SECOND_MS, START],
])('it is dropped where %s', async (_why, told, said) => {
  const world = tried();

  const result = await afterTheWait(world, byEvent('disk', 'ALARM', said), () =>
    take(world, bySns('disk', 'ALARM', told)),
  );

  expect(result).toMatchObject({ alerts: 0, ignored: ['disk: came by its topic'] });
});

test('where the topic said nothing it pages, with what CloudWatch knows besides', async () => {
  const world = tried();
  world.alarms.put(described('disk', 'ALARM', START, { AlarmActions: [TOPIC], AlarmDescription: 'Full soon.' }), [
    ['Team', 'web'],
  ]);

  const result = await afterTheWait(world, byEvent('disk', 'ALARM'));

  expect(result).toMatchObject({ alerts: 1, ignored: [] });
  expect(firing(world)).toMatchObject([
    {
      labels: { alertname: 'disk', severity: 'critical', team: 'web', namespace: 'Shop', stage: 'live' },
      annotations: { description: 'Full soon.' },
      startsAt: START,
    },
  ]);
});

test.each<[string, object, string]>([
  ['acts on others alone', { AlarmActions: [SCALING] }, 'disk: it acts on others alone, like auto scaling'],
  ['has its actions disabled', { ActionsEnabled: false }, 'disk: its actions are disabled'],
  ['is suppressed', { ActionsSuppressedBy: 'Alarm' }, 'disk: its actions are suppressed by Alarm'],
  ['is over by now', { StateValue: 'OK' }, 'disk: over by now'],
])('nobody is paged for an alarm that %s', async (_what, more, reason) => {
  const world = tried();
  world.alarms.put(described('disk', 'ALARM', START, more));

  const result = await afterTheWait(world, byEvent('disk', 'ALARM'));

  expect(result).toMatchObject({ alerts: 0, ignored: [reason] });
  expect(world.bench.items('A')).toEqual([]);
});

test.each<[string, object]>([
  ['has no action at all', { AlarmActions: [], OKActions: [] }],
  ['acts on one of our topics among others', { AlarmActions: [SCALING, TOPIC] }],
])('an alarm pages that %s', async (_what, more) => {
  const world = tried();
  world.alarms.put(described('disk', 'ALARM', START, more));

  expect(await afterTheWait(world, byEvent('disk', 'ALARM'))).toMatchObject({ alerts: 1 });
});

test('nobody is paged for an alarm that is deleted by then', async () => {
  expect(await afterTheWait(tried(), byEvent('disk', 'ALARM'))).toMatchObject({
    alerts: 0,
    ignored: ['disk: CloudWatch has no such alarm any more'],
  });
});

test('while CloudWatch does not answer it comes again; in the end it pages as it is', async () => {
  const world = tried();
  world.alarms.named = async () => {
    throw new AlarmsError('DescribeAlarms: ThrottlingException');
  };

  const result = await afterTheWait(world, byEvent('disk', 'ALARM'));
  world.bench.now += 10 * MINUTE_MS;
  const held = world.bench.sent.flatMap(({ message }) => (message.queue === 'ingest' ? [message.body] : []));
  const later = await take(world, held[0] ?? '');

  expect(result).toEqual({ ok: false, error: expect.any(AlarmsError) });
  expect(later).toMatchObject({ ok: true, alerts: 1 });
});

test('an event of another account is taken as it is', async () => {
  const event = { ...JSON.parse(byEvent('disk', 'ALARM')), account: '999988887777', resources: [] };

  expect(await afterTheWait(tried(), JSON.stringify(event))).toMatchObject({ alerts: 1 });
});

describe('of what fires', () => {
  const known = async (): Promise<Tried> => {
    const world = tried();
    await take(world, bySns('disk', 'ALARM', START, { AlarmTags: [{ Key: 'Team', Value: 'web' }] }));
    return world;
  };
  const END = START + 5 * MINUTE_MS;

  test('an event ends it, under the labels that it had', async () => {
    const world = await known();

    const result = await afterTheWait(world, byEvent('disk', 'OK', END));

    expect(result).toMatchObject({ alerts: 1 });
    expect(world.bench.items('A')).toMatchObject([{ endsAt: END, labels: { severity: 'critical', team: 'web' } }]);
    expect(world.bench.items('M#')).toHaveLength(1);
  });

  test('also where CloudWatch muted the alarm: that it is over pages nobody', async () => {
    const world = await known();

    await afterTheWait(world, byEvent('disk', 'OK', END, { muteDetail: { mutedBy: 'night' } }));

    expect(firing(world)).toEqual([]);
  });

  test('without data it goes on for a day', async () => {
    const world = await known();

    await afterTheWait(world, byEvent('disk', 'INSUFFICIENT_DATA', END));

    expect(world.bench.items('A')).toMatchObject([{ endsAt: END + DAY_MS }]);
  });
});

test('an attempt that died half-way is finished by the next', async () => {
  const world = tried();
  world.alarms.put(described('disk', 'ALARM'));
  await take(world, byEvent('disk', 'ALARM'));
  const [held] = world.bench.sent.flatMap(({ message }) => (message.queue === 'ingest' ? [message.body] : []));
  world.bench.now += 60_000;
  const dying = interrupted(world.bench.table, 'update', 2, async () => {
    throw new StoreError('it dies after the first write');
  });
  await ingest({ ...world.bench.ports(dying), alarms: world.alarms }, TEAM, [held ?? '']);
  expect([world.bench.items('A').length, world.bench.items('M#').length]).toEqual([1, 0]);

  await take(world, held ?? '');

  expect(world.bench.items('M#')).toHaveLength(1);
});

test('the end of what never fired concerns nobody', async () => {
  expect(await afterTheWait(tried(), byEvent('disk', 'OK'))).toMatchObject({
    alerts: 0,
    ignored: ['disk: over, and never known to fire'],
  });
});

test('a message of the topic that comes late changes nothing any more', async () => {
  const world = tried();
  world.alarms.put(described('disk', 'ALARM'), [['Team', 'web']]);
  await afterTheWait(world, byEvent('disk', 'ALARM'));

  const late = await take(world, bySns('disk', 'ALARM'));

  expect(late).toMatchObject({ alerts: 1, stale: 1 });
  expect(firing(world)).toMatchObject([{ labels: { team: 'web' } }]);
});
