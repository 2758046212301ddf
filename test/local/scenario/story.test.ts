import { RECEIVERS } from '../../../local/receivers/received';
import { ANY_PORTS, type Receivers, startReceivers } from '../../../local/receivers/receivers';
import type { CloudWatch, DemoAlarm } from '../../../local/scenario/alarm';
import { lookAt, makeStory, tellReceived } from '../../../local/scenario/story';
import { makeTimeline } from '../../../local/scenario/timeline';

const alarm: DemoAlarm = {
  name: 'slow',
  namespace: 'App',
  metricName: 'http_duration',
  dimensions: [],
  unit: undefined,
  threshold: 10,
  bad: 20,
  good: 2,
};

let receivers: Receivers;
beforeEach(async () => {
  receivers = await startReceivers(ANY_PORTS);
});
afterEach(() => receivers.stop());

/** A CloudWatch whose alarm is what most of the data says, and which tells all receivers at once. */
function makeWatch(): { readonly watch: CloudWatch; readonly puts: number[] } {
  const puts: number[] = [];
  const weights = { bad: 0, good: 0 };
  let state: 'OK' | 'ALARM' = 'OK';
  const watch: CloudWatch = {
    findAlarm: async () => alarm,
    stateOf: async () => state,
    close: () => {},
    put: async (_, value, count) => {
      puts.push(value);
      weights[value > alarm.threshold ? 'bad' : 'good'] += count;
      // As p95: a twentieth of bad values is enough.
      const next = weights.bad * 20 > weights.bad + weights.good ? 'ALARM' : 'OK';
      if (next === state) return;
      state = next;
      for (const name of RECEIVERS)
        receivers.all[name].add({
          at: new Date().toISOString(),
          path: '/',
          headers: {},
          body: { status: state, alerts: [] },
        });
    },
  };
  return { watch, puts };
}

test('it breaks, everyone learns of it, it heals, everyone learns that it is over; and again', async () => {
  // Prepare
  const { watch, puts } = makeWatch();
  const timeline = makeTimeline();
  tellReceived(receivers, timeline);
  const look = lookAt({ watch, alarm, timeline });
  const story = makeStory({ watch, alarm, look, receivers, timeline, stopping: new AbortController().signal });

  // Act
  await story.play();
  await story.play();

  // Assess
  expect(puts).toEqual([20, 2, 20, 2]);
  for (const name of RECEIVERS) expect(receivers.all[name].received()).toHaveLength(4);
  expect(
    timeline
      .entries()
      .filter(({ kind }) => kind !== 'message')
      .map(({ kind }) => kind),
  ).toEqual(['metric', 'alarm', 'metric', 'ok', 'metric', 'alarm', 'metric', 'ok']);
  expect(
    timeline
      .entries()
      .filter(({ text }) => text.startsWith('webhook:'))
      .map(({ text }) => text),
  ).toEqual(['webhook: ALARM, 0 alerts', 'webhook: OK, 0 alerts', 'webhook: ALARM, 0 alerts', 'webhook: OK, 0 alerts']);
}, 30_000);

test('what a receiver turned away is told as trouble', async () => {
  const timeline = makeTimeline();
  tellReceived(receivers, timeline);

  await fetch(`${receivers.all.pagerduty.url}/v2/enqueue`, { method: 'POST', body: '{}' });

  expect(timeline.entries()).toMatchObject([{ kind: 'trouble', text: 'pagerduty turned a message away (400)' }]);
});

test('a run that ends does not wait for the story', async () => {
  // Prepare: an alarm that never goes off
  const stopping = new AbortController();
  const deaf: CloudWatch = { ...makeWatch().watch, put: async () => {}, stateOf: async () => 'OK' };
  const timeline = makeTimeline();
  const look = lookAt({ watch: deaf, alarm, timeline });
  const story = makeStory({ watch: deaf, alarm, look, receivers, timeline, stopping: stopping.signal });

  // Act
  const playing = story.play();
  stopping.abort();

  // Assess
  await expect(playing).rejects.toThrow(/aborted/);
});
