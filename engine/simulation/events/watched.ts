import type { Json } from '../../../core/json';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../../core/time';
import { type Acts, HOME, TOPIC, type WatchedState, watchedArn } from '../cloudwatch';
import type { Random } from '../random';
import { type EventKind, instantIn, type Offset } from './event';

/** An alarm that CloudWatch can be asked about changes there, or is deleted; of its two messages each may be lost. */
export type WatchedEvent = {
  readonly kind: 'watched';
  readonly at: Offset;
  readonly alarm: string;
  readonly state: WatchedState | 'deleted';
  readonly acts: Acts;
  /** How much later the topic's message comes in; null: never. */
  readonly snsAfter: Offset | null;
  /** And EventBridge's. */
  readonly eventAfter: Offset | null;
};

const ALARMS = 3;
/** No alarm is evaluated more often. */
const EVALUATION_MS = 10 * SECOND_MS;

export const watched: EventKind<WatchedEvent> = {
  plan: (planning) => {
    const { random } = planning;
    if (random.chance(0.4)) return [];
    const losing = random.next();
    return Array.from({ length: random.between(1, ALARMS) }, (_, index) => `watched-${index}`).flatMap((alarm) => {
      const acts = random.chance(0.6) ? 'ours' : random.pick<Acts>(['foreign', 'nothing', 'disabled']);
      const instants = Array.from({ length: random.between(1, 5) }, () => instantIn(planning)).sort((a, b) => a - b);
      let last = -EVALUATION_MS;
      let state: WatchedEvent['state'] = 'OK';
      return instants.map((instant): WatchedEvent => {
        const at = Math.max(instant, last + EVALUATION_MS);
        last = at;
        state = nextState(random, state);
        const after = (): Offset | null => (random.chance(losing) ? null : delayOf(random));
        return { kind: 'watched', at, alarm, state, acts, snsAfter: after(), eventAfter: after() };
      });
    });
  },
  happen: ({ alarm, state, acts, snsAfter, eventAfter }, world) => {
    const { cloudwatch, now } = world;
    const before = cloudwatch.heldOf(alarm)?.state ?? 'OK';
    world.reconcileFromNow();
    if (state === 'deleted') cloudwatch.delete(alarm);
    if (state === 'deleted' || before === state) return;
    cloudwatch.change(alarm, state, acts, now);
    const isMuted = cloudwatch.isMuted(alarm);
    if (snsAfter !== null && acts === 'ours' && !isMuted)
      world.at(now + snsAfter, () => world.accept(messageOf(alarm, state, before, now)));
    if (eventAfter !== null)
      world.at(now + eventAfter, () => world.accept(eventOf(alarm, state, before, now, isMuted)));
  },
  scenario: () => null,
};

function nextState(random: Random, state: WatchedEvent['state']): WatchedEvent['state'] {
  if (random.chance(0.1)) return random.pick<WatchedEvent['state']>(['INSUFFICIENT_DATA', 'deleted']);
  return state === 'ALARM' ? 'OK' : 'ALARM';
}

function delayOf(random: Random): Offset {
  if (random.chance(0.6)) return random.between(0, 50);
  return random.chance(0.5) ? random.between(0, SECOND_MS) : random.between(0, 4 * MINUTE_MS);
}

const stamp = (at: EpochMs): string => new Date(at).toISOString().replace('Z', '+0000');

/** Without tags, which only CloudWatch itself tells. */
export function messageOf(name: string, state: WatchedState, before: WatchedState, at: EpochMs): string {
  const message: Json = {
    AlarmName: name,
    AlarmArn: watchedArn(name),
    AWSAccountId: HOME.account,
    Region: 'US East (N. Virginia)',
    NewStateValue: state,
    OldStateValue: before,
    StateChangeTime: stamp(at),
    AlarmActions: [TOPIC],
  };
  return JSON.stringify(message);
}

function eventOf(name: string, state: WatchedState, before: WatchedState, at: EpochMs, isMuted: boolean): string {
  const event: Json = {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: HOME.account,
    region: HOME.region,
    time: new Date(at).toISOString(),
    resources: [watchedArn(name)],
    detail: {
      alarmName: name,
      state: { value: state, timestamp: stamp(at) },
      previousState: { value: before },
      configuration: {},
      ...(isMuted && { muteDetail: { mutedBy: 'a rule' } }),
    },
  };
  return JSON.stringify(event);
}
