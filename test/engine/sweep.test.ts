import { MINUTE_MS, SECOND_MS } from '../../core/time';
import { headerKey, shardOf, slotKey } from '../../engine/keys';
import type { Key } from '../../engine/ports';
import { HORIZON_MS, sweep } from '../../engine/sweep';
import { Bench, START } from './support';

const due = (bench: Bench, key: Key, wakeAt: number, group = key.pk.slice(2)) =>
  bench.table.put({ ...key, shard: shardOf(group), wakeAt });

test('what is due within two minutes is hinted at, for its exact time', async () => {
  // Prepare
  const bench = new Bench();
  await due(bench, headerKey('late'), START - MINUTE_MS);
  await due(bench, headerKey('soon'), START + 61_234);
  await due(bench, slotKey('soon', 'a#1'), START + HORIZON_MS);
  await due(bench, headerKey('far'), START + HORIZON_MS + 1);
  await bench.table.put({ ...headerKey('idle'), shard: 0 });

  // Act
  const report = await sweep(bench.ports());

  // Assess
  expect(report).toEqual({ hinted: 3, overdue: 0 });
  expect(bench.sent.sort((a, b) => a.dueAt - b.dueAt)).toEqual([
    { message: { queue: 'wake', group: 'late' }, dueAt: START },
    { message: { queue: 'wake', group: 'soon' }, dueAt: START + 61_234 },
    { message: { queue: 'deliver', group: 'soon', slot: 'a#1' }, dueAt: START + HORIZON_MS },
  ]);
});

test('one that is missed delays nothing: the next still comes before', () => {
  expect(HORIZON_MS).toBeGreaterThanOrEqual(2 * MINUTE_MS);
});

test('every shard is looked at', async () => {
  // Prepare
  const bench = new Bench();
  const groups = Array.from({ length: 40 }, (_, index) => `group-${index}`);
  for (const group of groups) await due(bench, headerKey(group), START);

  // Act
  const { hinted } = await sweep(bench.ports());

  // Assess
  expect(new Set(groups.map(shardOf)).size).toBeGreaterThan(1);
  expect(hinted).toBe(40);
});

test('what is five minutes late is overdue: whoever should have seen to it did not', async () => {
  // Prepare
  const bench = new Bench();
  await due(bench, headerKey('late'), START - 5 * MINUTE_MS);
  await due(bench, headerKey('overdue'), START - 5 * MINUTE_MS - SECOND_MS);

  // Act
  const report = await sweep(bench.ports());

  // Assess
  expect(report).toEqual({ hinted: 2, overdue: 1 });
});

test('what is no group’s is left alone', async () => {
  // Prepare
  const bench = new Bench();
  await due(bench, { pk: 'LIVE', sk: 'SIL#1' }, START, 'somebody');

  // Act
  await sweep(bench.ports());

  // Assess
  expect(bench.sent).toEqual([]);
});
