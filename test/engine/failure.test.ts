import type { Request } from '../../channels/channel';
import { NO_ONCALL } from '../../core/oncall/oncall';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Configuration } from '../../engine/configuration/configuration';
import { readFailure } from '../../engine/failure';
import type { Message, Ports } from '../../engine/ports';
import { alert, answer, Bench, chatTo, configured, pagerTo, routeTo, START, TIMING } from './support';

const AT_ONCE = { ...TIMING, groupWaitMs: 0 };
const critical = (name: string, at = START) => alert(name, { at, labels: { severity: 'critical' } });

/** Critical alarms to `team`, the rest to `operations`; whoever is down answers 400 as long as it is. */
function world(lastResort: string | null): { bench: Bench; down: Set<string> } {
  const { oncall: _, ...base } = configured(
    routeTo('operations', {
      timing: AT_ONCE,
      groupBy: ['alertname'],
      routes: [
        routeTo('team', {
          timing: AT_ONCE,
          groupBy: ['alertname'],
          matchers: [{ name: 'alertname', operator: '=', value: 'A' }],
          path: '{}/{alertname="A"}',
        }),
      ],
    }),
    { operations: [chatTo('ops')], team: [pagerTo('ada'), chatTo('chat')], emergency: [chatTo('boss')] },
  );
  const configuration: Configuration = { ...base, oncall: { ...NO_ONCALL, lastResort } };
  const down = new Set<string>();
  const isDown = (request: Request): boolean => request.kind === 'http' && down.has(String(request.url));
  const wrap = (ports: Ports): Ports => ({
    ...ports,
    transport: { send: async (request) => (isDown(request) ? answer(400) : ports.transport.send(request)) },
  });
  return { bench: new Bench(configuration, wrap), down };
}

const heard = (bench: Bench): readonly string[] =>
  bench.asked.map(
    ({ notification: { receiver, kind, alerts } }) =>
      `${receiver} ${kind} ${[...new Set(alerts.map(({ labels }) => labels.alertname))].join()}`,
  );

test('a critical page that is not delivered is an alert by the routes', async () => {
  // Prepare
  const { bench, down } = world('emergency');
  down.add('http://ada');

  // Act
  await bench.accept(critical('A'));
  await bench.run(START + MINUTE_MS);

  // Assess
  expect(heard(bench)).toEqual(['team firing A', 'operations firing DeliveryFailed']);
  const [failure] = bench.asked.at(-1)?.notification.alerts ?? [];
  expect(failure?.labels).toEqual({
    alertname: 'DeliveryFailed',
    severity: 'critical',
    receiver: 'team',
    channel: 'pager',
    destination: 'http://ada',
    source: 'tocsin',
  });
  expect(failure?.annotations.summary).toBe('CRITICAL A: not delivered to http://ada by pager: status 400');
});

test('when that alert is not delivered either, the last resort hears of it, once', async () => {
  // Prepare
  const { bench, down } = world('emergency');
  for (const one of ['http://ada', 'http://ops']) down.add(one);

  // Act
  await bench.accept(critical('A'));
  await bench.run(START + 40 * MINUTE_MS);

  // Assess
  expect(heard(bench).filter((line) => line.startsWith('emergency'))).toEqual(['emergency firing DeliveryFailed']);
});

test.each([null, 'emergency'])('and where all fail (last resort: %s) it ends there', async (lastResort) => {
  // Prepare
  const { bench, down } = world(lastResort);
  for (const one of ['ada', 'chat', 'ops', 'boss']) down.add(`http://${one}`);

  // Act
  await bench.accept(critical('A'));
  await bench.run(START + 30 * MINUTE_MS);

  // Assess
  expect(bench.asked).toEqual([]);
  expect(bench.items('A').length).toBeLessThanOrEqual(5);
  expect(bench.sent.filter(({ message }) => message.queue === 'ingest')).toEqual([]);
});

test('it is over when a delivery succeeds again', async () => {
  // Prepare
  const { bench, down } = world('emergency');
  down.add('http://ada');
  await bench.accept(critical('A'));
  await bench.run(START + MINUTE_MS);

  // Act
  down.clear();
  await bench.run(START + 11 * MINUTE_MS);

  // Assess
  expect(heard(bench)).toEqual([
    'team firing A',
    'operations firing DeliveryFailed',
    'team firing A',
    'operations resolved DeliveryFailed',
  ]);
});

test('it is over when nothing was tried for an hour', async () => {
  // Prepare
  const { bench, down } = world('emergency');
  down.add('http://ada');
  await bench.accept(critical('A'));
  await bench.run(START + SECOND_MS);
  await bench.accept(alert('A', { from: START, at: bench.now, to: bench.now, labels: { severity: 'critical' } }));

  // Act
  await bench.run(START + HOUR_MS + 10 * MINUTE_MS);

  // Assess
  expect(heard(bench).at(-1)).toBe('operations resolved DeliveryFailed');
});

test('a sender that dies before it gives up leaves no failure unknown', async () => {
  // Prepare
  const { bench, down } = world(null);
  down.add('http://ada');
  await bench.accept(critical('A'));
  const sent: Message[] = [];
  const { table } = bench;
  const transact = table.transact.bind(table);

  // Act
  await bench.flush();
  table.transact = () => new Promise(() => {});
  void bench.notify('ada');
  await new Promise(setImmediate);
  table.transact = transact;
  sent.push(...bench.sent.map(({ message }) => message));

  // Assess
  expect(sent.filter(({ queue }) => queue === 'ingest')).toHaveLength(1);
});

test.each(['{}', '{"tocsin.deliveryFailed":7}', '{"tocsin.deliveryFailed":{"receiver":7}}', 'tocsin.deliveryFailed'])(
  '%s is no failure',
  (body) => {
    expect(readFailure(body)).toBeNull();
  },
);
