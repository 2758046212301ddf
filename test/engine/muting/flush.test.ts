import { MINUTE_MS } from '../../../core/time';
import { addSilence, expireSilence, listSilences } from '../../../engine/silence';
import { alert, Bench, chatTo, configured, destination, routeTo, START, TIMING } from '../support';
import { apart, daily, inhibiting, is, request } from './support';

const told = ({ asked }: Bench) =>
  asked.map(({ notification: { at, kind, alerts } }) => [
    (at - START) / 1_000,
    kind,
    alerts.map(({ labels, status }) => `${labels.alertname} ${status}`).join(', '),
  ]);
const critical = (name: string, changes = {}) => alert(name, { labels: { severity: 'critical' }, ...changes });
const warning = (name: string, changes = {}) => alert(name, { labels: { severity: 'warning' }, ...changes });

describe('a silence', () => {
  test('keeps a group from opening until it ends; then the next tick opens it', async () => {
    // Prepare
    const bench = new Bench();
    await addSilence(bench.ports(), request([is('alertname', 'A')], { endsAt: START + 6 * MINUTE_MS }));

    // Act
    await bench.accept(alert('A'));
    await bench.run(START + 20 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30 + 600, 'firing', 'A firing']]);
  });

  test('that is made while a group is open mutes it, and its end is told all the same', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    await bench.run(START + MINUTE_MS);
    await addSilence(bench.ports(), request([is('alertname', 'A')]));

    // Act
    await bench.run(START + 10 * MINUTE_MS);
    await bench.accept(alert('A', { from: START, at: bench.now, to: bench.now }));
    await bench.run(START + 30 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([
      [30, 'firing', 'A firing'],
      [30 + 600, 'resolved', 'A resolved'],
    ]);
  });

  test('that is made while a group is open is seen at its next tick, though nothing else happens', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    await bench.run(START + 7 * MINUTE_MS);

    // Act
    const { concerned } = await addSilence(bench.ports(), request([is('alertname', 'A')]));
    await bench.run(START + 11 * MINUTE_MS);

    // Assess
    expect(concerned).toBe(1);
    expect(await bench.header()).toMatchObject({ state: 'muted', wakeAt: START + 930_000 });
  });

  test('is known to a process that has looked before', async () => {
    // Prepare
    const bench = new Bench(apart());
    await addSilence(bench.ports(), request([is('alertname', 'B')]));
    await bench.accept(alert('A'));
    await bench.run(START + MINUTE_MS);

    // Act
    await addSilence(bench.ports(), request([is('alertname', 'C')]));
    await bench.accept(alert('C', { at: bench.now }));
    await bench.run(START + 5 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30, 'firing', 'A firing']]);
  });

  test('that is ended by hand lets the next tick tell', async () => {
    // Prepare
    const bench = new Bench();
    const { silence } = await addSilence(bench.ports(), request([is('alertname', 'A')]));
    await bench.accept(alert('A'));
    await bench.run(START + 2 * MINUTE_MS);

    // Act
    await expireSilence(bench.ports(), silence.id, 'Ben');
    await bench.run(START + 20 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30 + 300, 'firing', 'A firing']]);
  });

  test('of one incident holds for no other', async () => {
    // Prepare
    const bench = new Bench(apart());
    const { group } = destination(apart(), alert('A'));
    await addSilence(bench.ports(), request([], { incident: `${group}-1`, endsAt: null }));

    // Act
    await bench.accept(alert('A'));
    await bench.accept(alert('B'));
    await bench.run(START + 10 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30, 'firing', 'B firing']]);
  });

  test('of an open incident ends when the incident does', async () => {
    // Prepare
    const bench = new Bench();
    await bench.accept(alert('A'));
    await bench.run(START + MINUTE_MS);
    await addSilence(bench.ports(), request([], { incident: `${bench.group}-1`, endsAt: null }));

    // Act
    bench.now = START + 2 * MINUTE_MS;
    await bench.accept(alert('A', { from: START, at: bench.now, to: bench.now }));
    await bench.run(START + 30 * MINUTE_MS);

    // Assess
    const closedAt = START + TIMING.groupWaitMs + TIMING.groupIntervalMs;
    expect(await listSilences(bench.ports())).toMatchObject([
      { endsAt: closedAt, expiredBy: 'the end of its incident' },
    ]);
  });
});

describe('inhibition', () => {
  test('mutes while the other alert fires, and lets the next tick tell when it does not', async () => {
    // Prepare
    const bench = new Bench(apart({ inhibitRules: [inhibiting()] }));

    // Act
    await bench.accept(critical('Down'));
    await bench.accept(warning('Slow'));
    await bench.run(START + 7 * MINUTE_MS);
    await bench.accept(critical('Down', { from: START, at: bench.now, to: bench.now }));
    await bench.run(START + 20 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([
      [30, 'firing', 'Down firing'],
      [30 + 600, 'firing', 'Slow firing'],
      [30 + 600, 'resolved', 'Down resolved'],
    ]);
  });

  test('holds only where the labels that must be equal are', async () => {
    // Prepare
    const bench = new Bench(apart({ inhibitRules: [inhibiting(['zone'])] }));

    // Act
    await bench.accept(alert('Down', { labels: { severity: 'critical', zone: 'a' } }));
    await bench.accept(alert('SlowA', { labels: { severity: 'warning', zone: 'a' } }));
    await bench.accept(alert('SlowB', { labels: { severity: 'warning', zone: 'b' } }));
    await bench.run(START + MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([
      [30, 'firing', 'Down firing'],
      [30, 'firing', 'SlowB firing'],
    ]);
  });

  test('is asked once per rule where there are many alerts', async () => {
    // Prepare
    const configuration = { ...apart({ inhibitRules: [inhibiting(['zone'])] }), route: routeTo('team') };
    const bench = new Bench(configuration);
    for (let zone = 0; zone < 30; zone += 1) {
      await bench.accept(alert(`Slow${zone}`, { labels: { severity: 'warning', zone: String(zone) } }));
    }
    await bench.accept(alert('Down', { labels: { severity: 'critical', zone: '7' } }));
    let queries = 0;
    const { query } = bench.table;
    bench.table.query = (...asked) => {
      queries += 1;
      return query.apply(bench.table, asked);
    };

    // Act
    bench.now = START + TIMING.groupWaitMs;
    const { muted } = await bench.flush();

    // Assess
    expect(queries).toBe(2);
    expect(muted).toMatchObject([
      { member: { labels: { alertname: 'Slow7' } }, mutes: [{ by: 'inhibition', name: '0' }] },
    ]);
  });

  test('follows the alert when its labels change', async () => {
    // Prepare
    const bench = new Bench(apart({ inhibitRules: [inhibiting()] }));

    // Act
    await bench.accept(critical('Down'));
    await bench.accept(warning('Slow'));
    await bench.run(START + MINUTE_MS);
    await bench.accept(alert('Down', { from: START, at: bench.now, labels: { severity: 'info' } }));
    await bench.run(START + 7 * MINUTE_MS);

    // Assess
    expect(told(bench)).toContainEqual([30 + 300, 'firing', 'Slow firing']);
  });

  test('a composite keeps its children quiet, without a rule', async () => {
    // Prepare
    const bench = new Bench(apart());
    const child = alert('Child');

    // Act
    await bench.accept({ ...alert('Composite'), repeats: [child.fingerprint] });
    await bench.accept(child);
    await bench.run(START + MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30, 'firing', 'Composite firing']]);
  });
});

describe('times', () => {
  const [nine, ten] = [START, START + 60 * MINUTE_MS];
  const timed = (times: { muteTimeIntervals?: string[]; activeTimeIntervals?: string[] }) => ({
    ...configured(routeTo('team', times), { team: [chatTo('a')] }),
    intervals: { morning: daily('morning', 9, 10), evening: daily('evening', 18, 22) },
  });

  test('in which a route tells nobody', async () => {
    // Prepare
    const bench = new Bench(timed({ muteTimeIntervals: ['morning'] }));

    // Act
    await bench.accept(alert('A'));
    await bench.run(nine + 50 * MINUTE_MS);
    const during = told(bench);
    await bench.run(ten + 10 * MINUTE_MS);

    // Assess
    expect(during).toEqual([]);
    expect(told(bench)).toEqual([[30 + 3_600, 'firing', 'A firing']]);
  });

  test('outside of which a route tells nobody', async () => {
    // Prepare
    const bench = new Bench(timed({ activeTimeIntervals: ['evening'] }));

    // Act
    await bench.accept(alert('A'));
    bench.now = START + TIMING.groupWaitMs;
    const { outcome, reason } = await bench.flush();

    // Assess
    expect({ outcome, reason }).toEqual({ outcome: 'committed', reason: 'all that fires is muted: time evening' });
  });

  test('that no route of the configuration has any more mute nobody', async () => {
    // Prepare
    const bench = new Bench(timed({ muteTimeIntervals: ['morning'] }));
    await bench.accept(alert('A'));
    await bench.run(nine + MINUTE_MS);

    // Act
    bench.configuration = timed({});
    await bench.run(nine + 10 * MINUTE_MS);

    // Assess
    expect(told(bench)).toEqual([[30 + 300, 'firing', 'A firing']]);
  });
});
