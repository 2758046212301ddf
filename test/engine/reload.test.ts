import { MINUTE_MS } from '../../core/time';
import type { Configuration } from '../../engine/configuration/configuration';
import { reload } from '../../engine/reload';
import { alert, Bench, chatTo, configured, routeTo, START, TEAM, TIMING } from './support';

const OPENS = START + TIMING.groupWaitMs;
const OTHER = configured(routeTo('other'), { other: [chatTo('other')], team: [chatTo('a')] });
const TEAM_AND_OTHER = configured(routeTo('team'), { other: [chatTo('other')], team: [chatTo('a')] });

const reloaded = (bench: Bench, configuration: Configuration) => {
  bench.configuration = configuration;
  return reload(bench.ports(), configuration);
};
const told = ({ asked }: Bench) =>
  asked.map(({ notification: { at, receiver, kind } }) => [at - START, receiver, kind] as const);

test('of the same configuration tells nobody anything, and starts the clock anew', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  await bench.notify();
  bench.now += MINUTE_MS;

  // Act
  const report = await reloaded(bench, TEAM);
  await bench.run(bench.now);

  // Assess
  expect(report).toEqual({ groups: 1, alerts: 1 });
  expect(told(bench)).toHaveLength(1);
  expect(await bench.header()).toMatchObject({ state: 'triggered', tickAt: bench.now + TIMING.groupIntervalMs });
});

test('with another receiver tells it what still fires, and the former one that it is over there', async () => {
  // Prepare
  const bench = new Bench();
  await bench.accept(alert('A'));
  await bench.run(START + MINUTE_MS);

  // Act
  await reloaded(bench, OTHER);
  await bench.run(START + 20 * MINUTE_MS);

  // Assess
  expect(told(bench)).toEqual([
    [TIMING.groupWaitMs, 'team', 'firing'],
    [MINUTE_MS, 'other', 'firing'],
    [OPENS + TIMING.groupIntervalMs - START, 'team', 'resolved'],
  ]);
});

test('leaves alone what is over, and what was reported meanwhile', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened(alert('A', { to: START + 1 }));
  await bench.accept(alert('B'));
  const overtaking = alert('B', { at: bench.now, to: bench.now });
  const { update } = bench.table;
  bench.table.update = async (...change) => {
    bench.table.update = update.bind(bench.table);
    await bench.accept(overtaking);
    return bench.table.update(...change);
  };

  // Act
  const report = await reloaded(bench, OTHER);

  // Assess
  expect(report.alerts).toBe(0);
  expect(bench.items('M#').every(({ endsAt }) => typeof endsAt === 'number')).toBe(true);
});

test('a group that was about to open waits group_wait anew', async () => {
  // Prepare
  const bench = new Bench();
  await bench.accept(alert('A'));
  bench.now += 10_000;

  // Act
  await reloaded(bench, TEAM);

  // Assess
  expect(await bench.header()).toMatchObject({ openAt: bench.now + TIMING.groupWaitMs });
  expect(bench.sent.map(({ dueAt }) => dueAt)).toContain(bench.now + TIMING.groupWaitMs);
});

test('and back again has the first receiver hear of what still fires', async () => {
  // Prepare
  const bench = new Bench();
  await bench.accept(alert('A'));
  await bench.run(START + MINUTE_MS);
  await reloaded(bench, OTHER);
  await bench.run(START + 20 * MINUTE_MS);

  // Act
  await reloaded(bench, TEAM_AND_OTHER);
  await bench.run(START + 40 * MINUTE_MS);

  // Assess
  expect(told(bench).map(([, ...what]) => what)).toEqual([
    ['team', 'firing'],
    ['other', 'firing'],
    ['team', 'resolved'],
    ['team', 'firing'],
    ['other', 'resolved'],
  ]);
});

test('done twice does what is done once', async () => {
  // Prepare
  const bench = new Bench();
  await bench.opened();
  await bench.notify();
  await reloaded(bench, OTHER);

  // Act
  await reloaded(bench, OTHER);
  await bench.run(START + 20 * MINUTE_MS);

  // Assess
  expect(told(bench).map(([, ...what]) => what)).toEqual([
    ['team', 'firing'],
    ['other', 'firing'],
    ['team', 'resolved'],
  ]);
});
