import type { Json } from '../../../core/json';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../../core/time';
import type { Random } from '../random';
import { type EventKind, instantIn, type Offset } from './event';

/** An alarm of an edge source changes, and its message is accepted, perhaps much later and after others. */
export type AlarmEvent = {
  readonly kind: 'alarm';
  readonly at: Offset;
  readonly changedAt: Offset;
  readonly alarm: string;
  readonly firing: boolean;
  /** A dimension; where it changes, the alert moves to other groups. */
  readonly team: string;
  readonly severity: string;
};

const ALARMS = 6;

export const alarm: EventKind<AlarmEvent> = {
  plan: (planning) => {
    const { random } = planning;
    // A world of single alarms has nothing later that heals what was lost.
    const most = random.pick([1, 6]);
    const moves = random.chance(0.3);
    const names = Array.from({ length: random.between(1, ALARMS) }, (_, index) => `alarm-${index}`);
    return names.flatMap((name) => {
      const own = { team: random.pick(['a', 'b']), severity: random.pick(['critical', 'warning']) };
      let firing = true;
      const instants = Array.from({ length: random.between(1, most) }, () => instantIn(planning));
      return instants
        .sort((one, other) => one - other)
        .map((changedAt): AlarmEvent => {
          const at = changedAt + delayOf(random);
          const team = moves ? random.pick(['a', 'b']) : own.team;
          const event: AlarmEvent = { kind: 'alarm', at, changedAt, alarm: name, firing, ...own, team };
          firing = random.chance(0.9) ? !firing : firing;
          return event;
        });
    });
  },
  happen: (event, world) => world.accept(JSON.stringify(messageOf(event, world.start))),
  scenario: (event, start) => ({ sns: messageOf(event, start) }),
};

/** A report may overtake another: some are accepted up to two minutes after the change. */
function delayOf(random: Random): Offset {
  if (random.chance(0.5)) return random.between(0, 50);
  return random.chance(0.5) ? random.between(0, SECOND_MS) : random.between(0, 2 * MINUTE_MS);
}

function messageOf({ alarm: name, firing, changedAt, team, severity }: AlarmEvent, start: EpochMs): Json {
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`,
    AWSAccountId: '111122223333',
    Region: 'US East (N. Virginia)',
    NewStateValue: firing ? 'ALARM' : 'OK',
    OldStateValue: firing ? 'OK' : 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: new Date(start + changedAt).toISOString().replace('Z', '+0000'),
    AlarmActions: [`arn:aws:sns:us-east-1:111122223333:tocsin-${severity}`],
    Trigger: {
      MetricName: 'Errors',
      Namespace: 'Shop',
      Statistic: 'SUM',
      Period: 60,
      Threshold: 5,
      Dimensions: [{ name: 'Team', value: team }],
    },
  };
}
