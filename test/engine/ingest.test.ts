import { ingest } from '../../engine/ingest';
import { alertKey, memberKey } from '../../engine/keys';
import { type Store, StoreError } from '../../engine/ports';
import { alert, Bench, chatTo, configured, dying, interrupted, routeTo, START, TEAM, TIMING } from './support';

/** `team` gets what is critical, `rest` everything else; a group per alertname. */
const BY_SEVERITY = configured(
  routeTo('rest', {
    routes: [
      routeTo('team', {
        matchers: [{ name: 'severity', operator: '=', value: 'critical' }],
        path: '{}/{severity="critical"}',
      }),
    ],
  }),
  { rest: [chatTo('rest')], team: [chatTo('team')] },
);

const A = alert('A');
const labelled = (severity: string, at = START, to: number | null = null) =>
  alert('A', { at, from: START, to, labels: { severity } });

const message = (name: string, state: 'ALARM' | 'OK', at: number): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`,
    AWSAccountId: '111122223333',
    Region: 'US East (N. Virginia)',
    NewStateValue: state,
    OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    Trigger: { MetricName: 'Errors', Namespace: 'Shop', Statistic: 'SUM', Period: 60, Threshold: 5, Dimensions: [] },
  });

describe('an alert', () => {
  test('is kept, joins its group and arms it', async () => {
    // Prepare
    const bench = new Bench();
    bench.now += 5_000;

    // Act
    const isNews = await bench.accept(A);

    // Assess
    const { group } = bench;
    const openAt = bench.now + TIMING.groupWaitMs;
    expect(isNews).toBe(true);
    expect(await bench.table.get(alertKey(A.fingerprint))).toMatchObject({ ...A, groups: group });
    expect(await bench.table.get(memberKey(group, A.fingerprint))).toMatchObject({ ...A, arrivedAt: bench.now });
    expect(await bench.header()).toMatchObject({ gen: 1, openAt });
    expect(bench.sent).toEqual([{ message: { queue: 'wake', group }, dueAt: openAt }]);
  });

  test('that is older than group_wait opens its group at once', async () => {
    // Prepare
    const bench = new Bench();
    bench.now += TIMING.groupWaitMs + 1;

    // Act
    await bench.accept(A);

    // Assess
    expect(await bench.header()).toMatchObject({ openAt: bench.now });
    expect(bench.sent.map(({ dueAt }) => dueAt)).toEqual([bench.now]);
  });

  test('that is over is kept for a while, one that fires for good', async () => {
    // Prepare
    const bench = new Bench();

    // Act
    await bench.accept(alert('A', { to: START }));
    const over = await bench.table.get(alertKey(A.fingerprint));
    await bench.accept(alert('A', { at: START + 1 }));

    // Assess
    const days = (Number(over?.ttl) - START / 1_000) / 86_400;
    expect(days).toBeGreaterThan(23); // SNS redelivers that long
    for (const kind of ['A', 'M#']) expect(bench.items(kind)[0]).not.toHaveProperty('ttl');
  });
});

describe('what comes twice or late', () => {
  test('a duplicate changes nothing, and arms', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(A);
    const [before] = bench.items('M#');
    bench.now += 1_000;

    // Act
    const isNews = await bench.accept(A);

    // Assess
    expect(isNews).toBe(true);
    expect(bench.items('M#')).toEqual([before]);
    expect(await bench.header()).toMatchObject({ gen: 2, openAt: START + TIMING.groupWaitMs });
  });

  test('a duplicate mends what the first attempt left undone', async () => {
    // Prepare
    const bench = new Bench();
    await expect(bench.accept(A, dying(bench.table, 2))).rejects.toThrow('dead');
    expect(bench.items('M#')).toEqual([]);

    // Act
    await bench.accept(A);

    // Assess
    expect(bench.items('M#')).toHaveLength(1);
    expect(await bench.header()).toMatchObject({ gen: 1 });
  });

  test('an older transition is dropped', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A', { at: START + 2, to: START + 2 }));
    const before = bench.items('');

    // Act
    const isNews = await bench.accept(alert('A', { at: START + 1 }));

    // Assess
    expect(isNews).toBe(false);
    expect(bench.items('')).toEqual(before);
  });

  test('a member is not made older by an attempt that was overtaken', async () => {
    // Prepare
    const bench = new Bench();
    const end = alert('A', { at: START + 1, to: START + 1 });
    const overtaken = interrupted(bench.table, 'update', 2, () => bench.accept(end));

    // Act
    await bench.accept(A, overtaken);

    // Assess
    expect(bench.items('M#')).toEqual([expect.objectContaining({ endsAt: START + 1 })]);
    expect(await bench.header()).toMatchObject({ gen: 2 });
  });
});

describe('reports of one alert', () => {
  const level = (at: number, from: number, to: number) => alert('A', { at, from, to });

  test('keep the earliest start while their spans overlap, also in the group', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(level(START + 10, START + 10, START + 300));

    // Act
    await bench.accept(level(START + 20, START + 20, START + 400));

    // Assess
    const merged = { startsAt: START + 10, endsAt: START + 400, updatedAt: START + 20 };
    expect(bench.items('A')).toEqual([expect.objectContaining(merged)]);
    expect(bench.items('M#')).toEqual([expect.objectContaining(merged)]);
  });

  test('a merged report that comes again is a duplicate', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(level(START + 10, START + 10, START + 300));
    await bench.accept(level(START + 20, START + 20, START + 400));
    const before = [...bench.items('A'), ...bench.items('M#')];

    // Act
    const isNews = await bench.accept(level(START + 20, START + 20, START + 400));

    // Assess
    expect(isNews).toBe(true);
    expect([...bench.items('A'), ...bench.items('M#')]).toEqual(before);
  });

  test('one that comes between a look and a write is merged too', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(level(START + 10, START + 10, START + 300));
    const second = level(START + 20, START + 5, START + 350);
    // The first write says what is known, the second relies on it.
    const store = interrupted(bench.table, 'update', 2, () => bench.accept(second));

    // Act
    await bench.accept(level(START + 30, START + 30, START + 400), store);

    // Assess
    expect(bench.items('M#')).toEqual([expect.objectContaining({ startsAt: START + 5, endsAt: START + 400 })]);
  });

  test('an alarm that ends says since when it fired', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(A);

    // Act
    await bench.accept(alert('A', { at: START + 60_000, to: START + 60_000 }));

    // Assess
    expect(bench.items('M#')).toEqual([expect.objectContaining({ startsAt: START, endsAt: START + 60_000 })]);
  });

  test('an assumed end is forgotten with the report that assumed it', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept({ ...level(START + 10, START + 10, START + 300), endIsAssumed: true });
    const [assumed] = bench.items('A');

    // Act
    await bench.accept(level(START + 20, START + 10, START + 900));

    // Assess
    expect(assumed).toHaveProperty('endIsAssumed', true);
    expect(bench.items('A')[0]).not.toHaveProperty('endIsAssumed');
  });

  test('that pass each other again and again fail, and come again', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(A);
    const store: Store = {
      ...interrupted(bench.table, 'update', 0, async () => {}),
      update: async (...change) => {
        const [before] = bench.items('A');
        await bench.table.update(alertKey(A.fingerprint), { set: { order: `${before?.order}+` } });
        return bench.table.update(...change);
      },
    };

    // Act, assess
    await expect(bench.accept(alert('A', { at: START + 1, to: START + 1 }), store)).rejects.toThrow(StoreError);
  });
});

describe('an alert whose labels change', () => {
  test('moves to its new group, and is over in the old one, which is looked at', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    const [{ pk: old } = { pk: '' }] = bench.items('M#');
    bench.now += 1_000;

    // Act
    await bench.accept(labelled('critical', bench.now));

    // Assess
    const members = bench.items('M#').map(({ pk, endsAt, labels }) => ({ isOld: pk === old, endsAt, labels }));
    expect(members).toEqual([
      { isOld: true, endsAt: bench.now, labels: { alertname: 'A', severity: 'warning' } },
      { isOld: false, endsAt: null, labels: { alertname: 'A', severity: 'critical' } },
    ]);
    expect(await bench.header(old.slice(2))).toMatchObject({ gen: 2, wakeAt: bench.now });
    expect(bench.sent).toContainEqual({ message: { queue: 'wake', group: old.slice(2) }, dueAt: bench.now });
  });

  test('those who were told of it there learn that it is over, the others that it fires', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    await bench.run(START + 40_000);

    // Act
    await bench.accept(labelled('critical', bench.now));
    await bench.run(START + 3_600_000);

    // Assess
    const told = bench.asked.map(({ notification: { receiver, status, alerts } }) => [
      receiver,
      status,
      alerts[0]?.labels.severity,
    ]);
    expect(told).toEqual([
      ['rest', 'firing', 'warning'],
      ['team', 'firing', 'critical'],
      ['rest', 'resolved', 'warning'],
    ]);
  });

  test('and that comes back fires there again', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    await bench.accept(labelled('critical', START + 1));
    bench.now += 5;

    // Act
    await bench.accept(labelled('warning', START + 2));

    // Assess
    expect(bench.items('M#').map(({ endsAt }) => endsAt)).toEqual([null, START + 5]);
  });

  test('an attempt that died before leaving is finished by the next', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    const moved = labelled('critical', START + 1);
    await expect(bench.accept(moved, dying(bench.table, 2))).rejects.toThrow('dead');

    // Act
    await bench.accept(moved);

    // Assess
    const open = bench.items('M#').filter(({ endsAt }) => endsAt === null);
    expect(open.map(({ labels }) => labels)).toEqual([{ alertname: 'A', severity: 'critical' }]);
  });

  test('an attempt that died before leaving is finished by a later transition', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    await expect(bench.accept(labelled('critical', START + 1), dying(bench.table, 3))).rejects.toThrow('dead');

    bench.now += 5;

    // Act
    await bench.accept(labelled('critical', START + 2, START + 2));

    // Assess
    expect(bench.items('M#').map(({ endsAt }) => endsAt)).toEqual([START + 2, START + 2]);
    expect(bench.items('A')[0]).not.toHaveProperty('leaving');
  });

  test('after its end does not end again', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning', START, START));
    bench.now += 5;

    // Act
    await bench.accept(labelled('critical', START + 5));

    // Assess
    expect(bench.items('M#').map(({ endsAt, arrivedAt }) => [endsAt, arrivedAt])).toEqual([
      [START, START],
      [null, START + 5],
    ]);
  });

  test('is not brought back by an attempt that was overtaken', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    const moved = labelled('critical', START + 1);
    // Between keeping the alert and joining its group.
    const overtaken = interrupted(bench.table, 'update', 2, () => bench.accept(moved));

    // Act
    await bench.accept(labelled('warning'), overtaken);

    // Assess
    const open = bench.items('M#').filter(({ endsAt }) => endsAt === null);
    expect(open.map(({ labels }) => labels)).toEqual([{ alertname: 'A', severity: 'critical' }]);
  });

  test('leaves also when its old member changes at that moment', async () => {
    // Prepare
    const bench = new Bench(BY_SEVERITY);
    await bench.accept(labelled('warning'));
    const [{ pk, sk } = { pk: '', sk: '' }] = bench.items('M#');
    const [{ order } = { order: '' }] = bench.items('M#');
    // The alert is looked at and kept, its new group joined; then the old member is looked at, and written.
    const changed = () => bench.table.update({ pk, sk }, { set: { order: `${order}+` } });
    const store = interrupted(bench.table, 'update', 6, changed);

    // Act
    await bench.accept(labelled('critical', START + 1), store);

    // Assess
    expect(bench.items('M#')[0]?.order).not.toBe(`${order}+`);
    expect(bench.items('M#').map(({ endsAt }) => endsAt)).toEqual([START, null]);
  });

  test('so does one whose route changed, when it is reported again', async () => {
    // Prepare
    const bench = new Bench(TEAM);
    await bench.accept(labelled('critical'));
    bench.configuration = BY_SEVERITY;
    bench.now += 5;

    // Act
    await bench.accept(labelled('critical'));

    // Assess
    expect(bench.items('H')).toHaveLength(2);
    expect(bench.items('M#').map(({ endsAt }) => endsAt)).toEqual([START + 5, null]);
  });
});

describe('messages', () => {
  test('each has its result: what was in it, what was stale, what concerns nobody', async () => {
    // Prepare
    const bench = new Bench();
    bench.now += 60_000;
    await ingest(bench.ports(), TEAM, [message('disk', 'OK', START + 30_000)]);
    const subscribed = JSON.stringify({ Type: 'Notification', Message: message('memory', 'ALARM', START) });

    // Act
    const { results } = await ingest(bench.ports(), TEAM, [
      message('disk', 'ALARM', START),
      subscribed,
      JSON.stringify({
        ...JSON.parse(message('cpu', 'OK', START)),
        NewStateValue: 'INSUFFICIENT_DATA',
        OldStateValue: 'OK',
      }),
    ]);

    // Assess
    expect(results).toEqual([
      { ok: true, alerts: 1, stale: 1, ignored: [] },
      { ok: true, alerts: 1, stale: 0, ignored: [] },
      { ok: true, alerts: 0, stale: 0, ignored: [expect.stringContaining('INSUFFICIENT_DATA')] },
    ]);
  });

  test('one that fails must come again, and takes no other along', async () => {
    // Prepare
    const bench = new Bench();
    const isBad = (pk: string) => pk.startsWith('A#') && bench.items('A').some((item) => item.pk === pk);
    await ingest(bench.ports(), TEAM, [message('bad', 'ALARM', START)]);
    const store: Store = {
      ...interrupted(bench.table, 'update', 0, async () => {}),
      update: async (...change) => {
        if (isBad(change[0].pk)) throw new StoreError('throttled');
        return bench.table.update(...change);
      },
    };

    // Act
    const { results } = await ingest(bench.ports(store), TEAM, [
      message('good', 'ALARM', START),
      message('bad', 'OK', START + 1),
      'what is this?',
    ]);

    // Assess
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(results[1]).toEqual({ ok: false, error: expect.any(StoreError) });
    const names = bench.items('M#').map(({ labels }) => (labels as Record<string, string>).alertname);
    expect(names.sort()).toEqual(['Unreadable', 'bad', 'good']);
  });
});
