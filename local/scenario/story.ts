import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../core/time';
import { RECEIVERS, type ReceiverName } from '../receivers/received';
import type { Receivers } from '../receivers/receivers';
import type { CloudWatch, DemoAlarm } from './alarm';
import type { Timeline } from './timeline';
import { measured, said } from './words';

export type Stage = {
  readonly watch: CloudWatch;
  readonly alarm: DemoAlarm;
  readonly receivers: Receivers;
  readonly timeline: Timeline;
  readonly look: Look;
  /** Ends every wait of the story. */
  readonly stopping: AbortSignal;
};

export type Story = {
  /** Puts a metric that crosses the alarm's threshold. */
  readonly break: () => Promise<void>;
  /** Puts good values until the alarm is over. */
  readonly heal: () => Promise<void>;
  /** The whole: something breaks, everyone learns of it, it heals, everyone learns that it is over. */
  readonly play: () => Promise<void>;
};

const POLL_MS = 250;
/** While the alarm is about to change: it is to be told before what it causes. */
const CLOSELY_MS = 20;
const ALARM_WITHIN_MS = 30 * SECOND_MS;
const HEALED_WITHIN_MS = 180 * SECOND_MS;
const TOLD_WITHIN_MS = 90 * SECOND_MS;
/** Between the alarm and its end, for those who watch. */
const READING_MS = 2 * SECOND_MS;
const PUT_AGAIN_MS = 5 * SECOND_MS;
/** One bad value among many good ones moves no percentile: a put outweighs what the other side put of late. */
const OUTWEIGH = 50;
const OF_LATE_MS = 600 * SECOND_MS;

export function makeStory({ watch, alarm, look, receivers, timeline, stopping }: Stage): Story {
  const puts: { readonly at: number; readonly value: number; readonly count: number }[] = [];
  const putQuietly = async (value: number) => {
    const others = puts.filter((put) => put.value !== value && put.at > Date.now() - OF_LATE_MS);
    const count = 1 + OUTWEIGH * others.reduce((sum, put) => sum + put.count, 0);
    puts.push({ at: Date.now(), value, count });
    await watch.put(alarm, value, count);
  };
  const put = async (value: number) => {
    await putQuietly(value);
    timeline.add('metric', `metric put: ${measured(alarm, value)}`);
  };

  /** @returns whether it came to it in time */
  async function until(wanted: string, withinMs: number, meanwhile: () => Promise<void>): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    let again = Date.now() + PUT_AGAIN_MS;
    while (Date.now() < deadline) {
      if ((await look()) === wanted) return true;
      await sleep(CLOSELY_MS, null, { signal: stopping });
      if (Date.now() >= again) {
        again = Date.now() + PUT_AGAIN_MS;
        await meanwhile();
      }
    }
    return false;
  }

  async function breakIt(): Promise<void> {
    await put(alarm.bad);
    const broke = await until('ALARM', ALARM_WITHIN_MS, () => putQuietly(alarm.bad));
    if (!broke) timeline.add('trouble', `the alarm ${alarm.name} did not go off`);
  }

  async function heal(): Promise<void> {
    await put(alarm.good);
    const healed = await until('OK', HEALED_WITHIN_MS, () => putQuietly(alarm.good));
    if (!healed) timeline.add('trouble', `the alarm ${alarm.name} is not over yet`);
  }

  /** Waits until each receiver has more than it had. */
  async function everyoneTold(before: Counts): Promise<void> {
    const deadline = Date.now() + TOLD_WITHIN_MS;
    const waiting = () => RECEIVERS.filter((name) => receivers.all[name].received().length <= before[name]);
    while (waiting().length > 0 && Date.now() < deadline) await sleep(POLL_MS, null, { signal: stopping });
    const missing = waiting();
    if (missing.length > 0) timeline.add('trouble', `still waiting for: ${missing.join(', ')}`);
  }

  return {
    break: breakIt,
    heal,
    play: async () => {
      if ((await look()) === 'ALARM') await heal();
      const atFirst = counts(receivers);
      await breakIt();
      await everyoneTold(atFirst);
      const toldFiring = counts(receivers);
      await sleep(READING_MS, null, { signal: stopping });
      await heal();
      await everyoneTold(toldFiring);
    },
  };
}

type Counts = Readonly<Record<ReceiverName, number>>;
/** How much each receiver has. */
export const counts = ({ all }: Receivers): Counts =>
  Object.fromEntries(RECEIVERS.map((name) => [name, all[name].received().length])) as Counts;

/** Writes into the timeline what each receiver gets or turns away, as it happens. */
export function tellReceived(receivers: Receivers, timeline: Timeline): void {
  const told = new Map<ReceiverName, { received: number; refused: number }>();
  receivers.onChange((name) => {
    const receiver = receivers.all[name];
    const { received, refused } = told.get(name) ?? { received: 0, refused: 0 };
    for (const message of receiver.received().slice(received)) timeline.add('message', said(name, message), message.at);
    for (const { at, answer } of receiver.refused().slice(refused))
      timeline.add('trouble', `${name} turned a message away (${answer.status || 'no answer'})`, at);
    told.set(name, { received: receiver.received().length, refused: receiver.refused().length });
  });
}

/** Looks at the alarm, and writes into the timeline when its state has changed, whoever made it. */
export type Look = () => Promise<string | null>;

export function lookAt({ watch, alarm, timeline }: Pick<Stage, 'watch' | 'alarm' | 'timeline'>): Look {
  let last: string | null = null;
  return async () => {
    const state = await watch.stateOf(alarm.name);
    if (state !== last && last !== null)
      timeline.add(
        state === 'ALARM' ? 'alarm' : 'ok',
        `alarm ${alarm.name} is ${state === 'ALARM' ? 'in ALARM' : state}`,
      );
    last = state;
    return state;
  };
}

/** Looks all the time, for somebody else may put metrics too. */
export async function keepLooking(look: Look, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    // One that fails is the next one's work: the embedded AWS may be busy or on its way out.
    await look().catch(() => null);
    await sleep(POLL_MS, null, { signal: stopping }).catch(() => null);
  }
}
