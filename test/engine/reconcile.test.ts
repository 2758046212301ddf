import type { MemoryAlarms } from '../../adapters/memory/alarms';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/time';
import { ingest } from '../../engine/ingest';
import { type ReconcileReport, reconcile } from '../../engine/reconcile';
import { CallCounter } from '../support/counting-ports';
import { bySns, cloudWatch, described, SCALING } from './cloudwatch';
import { Bench, START, TEAM } from './support';

const LATER = START + 10 * MINUTE_MS;

type Tried = { readonly bench: Bench; readonly alarms: MemoryAlarms };
const tried = (): Tried => ({ bench: new Bench(), alarms: cloudWatch() });

const heard = async ({ bench }: Tried, ...bodies: readonly string[]): Promise<void> => {
  for (const body of bodies) await ingest(bench.ports(), TEAM, [body]);
};
async function reconciled({ bench, alarms }: Tried, at = LATER): Promise<ReconcileReport> {
  bench.now = at;
  const report = await reconcile({ ...bench.ports(), alarms });
  for (const { message } of bench.sent.splice(0))
    if (message.queue === 'ingest') await ingest(bench.ports(), TEAM, [message.body]);
  return report;
}
const firing = ({ bench }: Tried): string[] =>
  bench
    .items('A')
    .filter(({ endsAt }) => endsAt === null || Number(endsAt) > bench.now)
    .map(({ labels }) => (labels as Record<string, string>).alertname ?? '')
    .sort();
const reasons = ({ left }: ReconcileReport): string[] => left.map(({ reason }) => reason);

describe('where both agree nothing is written', () => {
  test('an alarm that fires, and one that does not', async () => {
    const world = tried();
    world.alarms.put(described('disk', 'ALARM'));
    world.alarms.put(described('cpu', 'OK'));
    await heard(world, bySns('disk', 'ALARM'));
    const before = [...world.bench.table.items()];

    const report = await reconciled(world);

    expect(report).toEqual({ inAlarm: 1, firing: 1, ended: [], raised: [], left: [] });
    expect([...world.bench.table.items()]).toEqual(before);
  });
});

describe('a lost ALARM is raised', () => {
  test('once, with tags, and never twice', async () => {
    const world = tried();
    world.alarms.put(described('disk', 'ALARM'), [['Team', 'web']]);

    const first = await reconciled(world);
    const second = await reconciled(world, LATER + 5 * MINUTE_MS);

    expect(first.raised).toHaveLength(1);
    expect(second).toMatchObject({ raised: [], ended: [], firing: 1 });
    expect(world.bench.items('A')).toMatchObject([{ labels: { team: 'web', severity: 'critical' }, startsAt: START }]);
    expect(world.bench.items('M#')).toHaveLength(1);
  });

  test('also after an OK that was told: CloudWatch says since when', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM', START - DAY_MS), bySns('disk', 'OK', START - MINUTE_MS));
    world.alarms.put(described('disk', 'ALARM', START));

    await reconciled(world);

    expect(firing(world)).toEqual(['disk']);
  });

  test('also where we believe in a later end of which CloudWatch knows nothing', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'OK', START + MINUTE_MS));
    world.alarms.put(described('disk', 'ALARM', START));

    await reconciled(world);

    expect(firing(world)).toEqual(['disk']);
  });

  test.each<[string, object, string]>([
    [
      'of three minutes at most',
      { StateTransitionedTimestamp: new Date(LATER - 179_000).toISOString() },
      'changed just now',
    ],
    ['whose actions are disabled', { ActionsEnabled: false }, 'its actions are disabled'],
    ['that acts on others alone', { AlarmActions: [SCALING] }, 'it acts on none of our topics'],
    ['that acts on nothing', { AlarmActions: [] }, 'it acts on none of our topics'],
    ['that another suppresses', { ActionsSuppressedBy: 'WaitPeriod' }, 'its actions are suppressed'],
  ])('but not one %s', async (_which, more, reason) => {
    const world = tried();
    world.alarms.put(described('disk', 'ALARM', START, more));

    const report = await reconciled(world);

    expect(firing(world)).toEqual([]);
    expect(reasons(report)).toEqual([reason]);
  });

  test('not while CloudWatch mutes it, and at the end of the window it is', async () => {
    const world = tried();
    world.alarms.put(described('disk', 'ALARM'));
    world.alarms.mute(['disk']);

    const muted = await reconciled(world);
    world.alarms.mute([]);
    const after = await reconciled(world, LATER + 5 * MINUTE_MS);

    expect(reasons(muted)).toEqual(['CloudWatch mutes it']);
    expect(after.raised).toHaveLength(1);
  });

  test('and its own message, should it come late, moves and tells nothing', async () => {
    const world = tried();
    world.alarms.put(described('disk', 'ALARM'), [['Team', 'web']]);
    await reconciled(world);

    await heard(world, bySns('disk', 'ALARM'));

    expect(world.bench.items('A')).toMatchObject([{ labels: { team: 'web' } }]);
  });
});

describe('a lost OK is healed', () => {
  test('at the time that CloudWatch says, under the labels that people know', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM', START, { AlarmTags: [{ Key: 'Team', Value: 'web' }] }));
    world.alarms.put(described('disk', 'OK', START + MINUTE_MS));

    const report = await reconciled(world, START + MINUTE_MS + SECOND_MS);

    expect(report.ended).toHaveLength(1);
    expect(world.bench.items('A')).toMatchObject([{ endsAt: START + MINUTE_MS, labels: { team: 'web' } }]);
  });

  test('also of an alarm that is muted, disabled or acts on nothing: an end pages nobody', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'));
    world.alarms.put(described('disk', 'OK', START + MINUTE_MS, { ActionsEnabled: false, AlarmActions: [] }));
    world.alarms.mute(['disk']);

    await reconciled(world);

    expect(firing(world)).toEqual([]);
  });

  test('of an alarm that is deleted, but not of one that changed just now', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'));

    const soon = await reconciled(world, START + MINUTE_MS);
    const later = await reconciled(world);

    expect(reasons(soon)).toEqual(['changed just now']);
    expect(later.ended).toHaveLength(1);
    expect(world.bench.items('A')).toMatchObject([{ annotations: { reason: 'the alarm was deleted' } }]);
  });

  test('of an ALARM that CloudWatch never had', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'));
    world.alarms.put(described('disk', 'OK', START - DAY_MS));

    await reconciled(world);

    expect(firing(world)).toEqual([]);
  });

  test('of a contributor that is over while its alarm goes on', async () => {
    const world = tried();
    await heard(world, bySns('fleet', 'ALARM'));
    await heard(world, bySns('fleet', 'ALARM', START, { AlarmContributorId: 'one' }));
    await heard(world, bySns('fleet', 'ALARM', START, { AlarmContributorId: 'two' }));
    world.alarms.put(described('fleet', 'ALARM'));
    world.alarms.contribute('fleet', ['two']);

    const report = await reconciled(world);

    expect(report.ended).toHaveLength(1);
    const over = world.bench.items('A').filter(({ endsAt }) => endsAt !== null);
    expect(over).toMatchObject([{ labels: { contributor: 'one' } }]);
  });
});

describe('without data', () => {
  const silent = bySns('disk', 'INSUFFICIENT_DATA', START + MINUTE_MS, { OldStateValue: 'ALARM' });

  test('a lost INSUFFICIENT_DATA lets it go on for a day', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'));
    world.alarms.put(described('disk', 'INSUFFICIENT_DATA', START + MINUTE_MS));

    await reconciled(world);

    expect(world.bench.items('A')).toMatchObject([{ endsAt: START + MINUTE_MS + DAY_MS }]);
  });

  test('when the data are back and bad, it goes on as before and nobody is told anew', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'), silent);
    world.alarms.put(described('disk', 'ALARM', START + 5 * MINUTE_MS, { ActionsEnabled: false }));

    const report = await reconciled(world, START + 20 * MINUTE_MS);

    expect(report.raised).toEqual([]);
    expect(world.bench.items('A')).toMatchObject([{ endsAt: null, startsAt: START }]);
  });

  test('once it has expired it is listed no longer, and is raised if it comes back', async () => {
    const world = tried();
    await heard(world, bySns('disk', 'ALARM'), silent);
    world.alarms.put(described('disk', 'INSUFFICIENT_DATA', START + MINUTE_MS));

    const expired = await reconciled(world, START + 2 * DAY_MS);
    const after = await reconciled(world, START + 2 * DAY_MS + MINUTE_MS);
    world.alarms.put(described('disk', 'ALARM', START + 2 * DAY_MS));
    const back = await reconciled(world, START + 2 * DAY_MS + 5 * MINUTE_MS);

    expect([expired.firing, after.firing]).toEqual([1, 0]);
    expect(back.raised).toHaveLength(1);
  });
});

test('an alarm of another account or region is left alone: its CloudWatch cannot be asked', async () => {
  const world = tried();
  await heard(
    world,
    bySns('disk', 'ALARM', START, { AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:disk' }),
  );

  const report = await reconciled(world);

  expect(report).toMatchObject({ firing: 0, ended: [] });
  expect(firing(world)).toEqual(['disk']);
});

test('an alarm whose name holds a secret is left alone: what is stored does not name it', async () => {
  const world = tried();
  await heard(world, bySns('token=s3cr3t9-slow', 'ALARM'));

  const report = await reconciled(world);

  expect(report).toMatchObject({ firing: 1, ended: [] });
  expect(firing(world)).toEqual(['token=[redacted]']);
});

test('ten thousand alarms that fire cost one look at the table, and no write', async () => {
  const counter = new CallCounter();
  const bench = new Bench(TEAM, counter.over);
  const world = { bench, alarms: cloudWatch() };
  const names = Array.from({ length: 10_000 }, (_, index) => `alarm-${index}`);
  for (const name of names) world.alarms.put(described(name, 'ALARM'));
  await heard(world, ...names.map((name) => bySns(name, 'ALARM')));
  const before = counter.aws;

  const report = await reconciled(world);

  expect(report).toMatchObject({ inAlarm: 10_000, firing: 10_000, raised: [], ended: [] });
  expect(counter.aws - before).toBe(1);
}, 60_000);

test('many ends cost one question', async () => {
  const world = tried();
  const names = Array.from({ length: 40 }, (_, index) => `alarm-${index}`);
  for (const name of names) {
    await heard(world, bySns(name, 'ALARM'));
    world.alarms.put(described(name, 'OK', START + MINUTE_MS));
  }
  let calls = 0;
  const { named } = world.alarms;
  world.alarms.named = async (asked) => {
    calls += 1;
    return named.call(world.alarms, asked);
  };

  const report = await reconciled(world);

  expect(calls).toBe(1);
  expect(report.ended).toHaveLength(40);
  expect(firing(world)).toEqual([]);
});
