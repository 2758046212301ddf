import type { AlarmEvent } from '../events/alarm';
import type { LevelEvent } from '../events/level';
import { alertsIn, firesAt, type Invariant, type Violation } from './invariant';

/** 1 and 2: every alert is what the last word of its source says, whatever came when and how often. */
export const reflected: Invariant<'plan' | 'start' | 'items' | 'now'> = ({ plan: { events }, start, items, now }) => {
  const stored = new Map(alertsIn(items).map((alert) => [alert.labels.alertname, alert]));
  const check = (name: string, fires: boolean): Violation[] => {
    const alert = stored.get(name);
    if (!alert) return [{ invariant: 1, what: `${name} was accepted and is not known` }];
    return firesAt(alert, now) === fires
      ? []
      : [{ invariant: 2, what: `${name} should ${fires ? 'fire' : 'be over'}` }];
  };
  const alarms = byName(
    events.filter((event) => event.kind === 'alarm'),
    ({ alarm }) => alarm,
  );
  const levels = byName(
    events.filter((event) => event.kind === 'level'),
    ({ labels }) => labels.alertname ?? '',
  );
  return [
    ...[...alarms].flatMap(([name, changes]) => check(name, alarmFires(changes))),
    ...[...levels].flatMap(([name, posts]) => check(name, levelFires(posts, now - start))),
  ];
};

/** Of two changes at one instant the alarm counts. */
function alarmFires(changes: readonly AlarmEvent[]): boolean {
  const lastAt = Math.max(...changes.map(({ changedAt }) => changedAt));
  return changes.some(({ changedAt, firing }) => changedAt === lastAt && firing);
}

const RESOLVE_TIMEOUT_MS = 300_000;

function levelFires(posts: readonly LevelEvent[], now: number): boolean {
  const last = posts.reduce((one, other) => (other.at >= one.at ? other : one));
  return (last.endsAt ?? last.at + RESOLVE_TIMEOUT_MS) > now;
}

function byName<Event>(events: readonly Event[], nameOf: (event: Event) => string): ReadonlyMap<string, Event[]> {
  const named = new Map<string, Event[]>();
  for (const event of events) named.set(nameOf(event), [...(named.get(nameOf(event)) ?? []), event]);
  return named;
}
