import { type Alert, isFiring } from '../core/alert/alert';
import { fingerprint } from '../core/alert/fingerprint';
import { DAY_MS, type EpochMs, MINUTE_MS } from '../core/time';
import type { AlarmTransition } from '../formats/cloudwatch/alarm';
import { alarmNameOf } from '../formats/cloudwatch/arn';
import type { Described } from '../formats/cloudwatch/described';
import { alertOfTransition } from '../formats/messages';
import { sendAgreed } from './agreed';
import { stampOfWhole } from './complete';
import { FIRING_ENTRY, firingAlarms } from './firing';
import { alertKey } from './keys';
import type { Alarms, Home, Ports } from './ports';
import { inKnownWords } from './second-path';
import { readWholeAlert } from './stored';

/** What is younger may still be on its way. */
export const SETTLED_MS = 3 * MINUTE_MS;
/** Alerts looked at together. */
const AT_ONCE = 16;
/** Names per question: CloudWatch takes a hundred. */
const NAMES = 100;

export type ReconcilePorts = Ports & { readonly alarms: Alarms };

/** What CloudWatch and we disagreed on. `left`: in ALARM there, not here, for a reason. */
export type ReconcileReport = {
  readonly inAlarm: number;
  readonly firing: number;
  readonly ended: readonly string[];
  readonly raised: readonly string[];
  readonly left: readonly { readonly reason: string; readonly alarms: number }[];
};

/**
 * Has what we believe agree with CloudWatch: a lost OK or ALARM, an alarm deleted, the end of a mute window. It ends
 * alerts freely; it raises only what would have come to us by a topic and should long have done so. Doing it again, or
 * twice at once, tells nobody anything twice: what it finds goes the way of a message.
 * @throws {AlarmsError} when CloudWatch does not answer, {StoreError} when the table does not: the next run tries again
 */
export async function reconcile(ports: ReconcilePorts): Promise<ReconcileReport> {
  const { alarms, clock } = ports;
  const { home } = alarms;
  if (!home) throw new RangeError('reconciling needs to know whose alarms it can ask for');
  const now = clock.now();
  const inAlarm = await alarms.inAlarm();
  const ours = await firingAlarms(ports, home);
  const run = new Run(ports, home, now);
  const byFingerprint = new Map(inAlarm.map((described) => [fingerprint(described.alarm.arn, ''), described]));
  const unheard = [...ours.keys()].filter((one) => !byFingerprint.has(one));
  await run.endWhatIsOver(unheard, inAlarm);
  const unknown = [...byFingerprint].filter(([one]) => typeof ours.get(one)?.since !== 'number');
  await run.raise(unknown);
  return { inAlarm: inAlarm.length, firing: ours.size, ...run.report() };
}

class Run {
  readonly #ended: string[] = [];
  readonly #raised: string[] = [];
  readonly #left = new Map<string, number>();
  readonly #contributors = new Map<string, Promise<ReadonlySet<string>>>();
  #muted: Promise<ReadonlySet<string>> | null = null;

  constructor(
    readonly ports: ReconcilePorts,
    readonly home: Home,
    readonly now: EpochMs,
  ) {}

  report(): Pick<ReconcileReport, 'ended' | 'raised' | 'left'> {
    const left = [...this.#left].map(([reason, alarms]) => ({ reason, alarms }));
    return { ended: this.#ended, raised: this.#raised, left };
  }

  /** @param fingerprints what fires here and, as an alarm, not there */
  async endWhatIsOver(fingerprints: readonly string[], inAlarm: readonly Described[]): Promise<void> {
    const firing = (await each(fingerprints, (one) => this.#known(one))).filter((known) => known !== null);
    const askable = firing.flatMap((alert) => {
      const name = nameOf(alert);
      return name === null ? [] : [{ alert, name }];
    });
    const loud = new Map(inAlarm.map((described) => [described.alarm.name, described]));
    const others = [...new Set(askable.map(({ name }) => name))].filter((name) => !loud.has(name));
    for (const described of await each(chunks(others, NAMES), (names) => this.ports.alarms.named(names)))
      for (const one of described) loud.set(one.alarm.name, one);
    await each(askable, ({ alert, name }) => this.#judge(alert, loud.get(name) ?? null));
  }

  /** A firing alert, held against what CloudWatch says of its alarm; null: it has none of that name. */
  async #judge(alert: Alert, described: Described | null): Promise<void> {
    if (!isFiring(alert, this.now)) return this.#forgetEntry(alert);
    if (!described) return this.#endUndated(alert, 'the alarm was deleted');
    const { alarm } = described;
    const isNews = alarm.changedAt > alert.updatedAt;
    if (alarm.state === 'OK') {
      if (isNews) return this.#end(alert, { ...alarm, contributor: alert.labels.contributor ?? '' });
      return this.#endUndated(alert, 'CloudWatch knows of no ALARM then');
    }
    if (alarm.state === 'INSUFFICIENT_DATA') {
      if (isNews) await this.#accept({ ...alert, endsAt: alarm.changedAt + DAY_MS, updatedAt: alarm.changedAt });
      return;
    }
    const { contributor = '' } = alert.labels;
    if (contributor === '') return;
    if (!(await this.#contributorsOf(alarm.name)).has(contributor))
      await this.#endUndated(alert, 'the contributor is over');
  }

  async #end(alert: Alert, transition: AlarmTransition): Promise<void> {
    const end = alertOfTransition(transition, { topicArn: '' });
    const words = 'reason' in end ? {} : inKnownWords(alert, end);
    const at = transition.changedAt;
    await this.#accept({ ...ended(alert), ...words, startsAt: alert.startsAt, endsAt: at, updatedAt: at });
    this.#ended.push(alert.fingerprint);
  }

  /** CloudWatch does not say since when. What we know is given its time: CloudWatch's answer may be older. */
  async #endUndated(alert: Alert, reason: string): Promise<void> {
    if (this.now - alert.updatedAt < SETTLED_MS) return this.#leave('changed just now');
    const annotations = { ...alert.annotations, reason };
    await this.#accept({ ...ended(alert), annotations, endsAt: this.now, updatedAt: this.now });
    this.#ended.push(alert.fingerprint);
  }

  /** @param alarms what is in ALARM there and not known to fire here, or in doubt */
  async raise(alarms: readonly (readonly [fingerprint: string, described: Described])[]): Promise<void> {
    await each(alarms, ([one, described]) => this.#raise(one, described));
  }

  async #raise(one: string, described: Described): Promise<void> {
    const { alarm } = described;
    const item = await this.ports.store.get(alertKey(one));
    const known = item ? readWholeAlert(item) : null;
    const fires = known !== null && isFiring(known, this.now);
    // It is listed a moment later than it is written.
    if (fires && (known.endsAt === null || isYoung(known, alarm.changedAt, this.now))) return;
    // Its data are back: it goes on, and nobody is told anything.
    const why = fires ? null : await this.#whyNot(described, known);
    if (why !== null) return this.#leave(why);
    const { alarms } = this.ports;
    const whole = alertOfTransition({ ...alarm, tags: await alarms.tagsOf(alarm.arn) }, { topicArn: '' });
    if ('reason' in whole) return this.#leave(whole.reason);
    const words = fires ? inKnownWords(known, whole) : {};
    // What we know of it may be later: by its own word, which CloudWatch has not taken back for minutes, it fires.
    const updatedAt = Math.max(whole.updatedAt, known ? known.updatedAt + 1 : 0);
    await this.#accept({ ...whole, ...words, updatedAt });
    if (!fires) this.#raised.push(one);
  }

  async #whyNot(described: Described, known: Alert | null): Promise<string | null> {
    const { alarm, actionsEnabled, alarmActions, suppressedBy } = described;
    const youngest = Math.max(alarm.changedAt, known?.updatedAt ?? 0);
    if (this.now - youngest < SETTLED_MS) return 'changed just now';
    if (!actionsEnabled) return 'its actions are disabled';
    if (!alarmActions.some((action) => this.ports.alarms.isOurs(action))) return 'it acts on none of our topics';
    if (suppressedBy !== '') return 'its actions are suppressed';
    // Asked for only where something would be raised: most runs find nothing.
    this.#muted ??= this.ports.alarms.muted();
    return (await this.#muted).has(alarm.name) ? 'CloudWatch mutes it' : null;
  }

  /** Asked once, however many of them fire. */
  #contributorsOf(name: string): Promise<ReadonlySet<string>> {
    const asked = this.#contributors.get(name) ?? this.ports.alarms.contributorsOf(name);
    this.#contributors.set(name, asked);
    return asked;
  }

  async #known(one: string): Promise<Alert | null> {
    const item = await this.ports.store.get(alertKey(one));
    return item ? readWholeAlert(item) : null;
  }

  async #accept(alert: Alert): Promise<void> {
    await sendAgreed(this.ports, { alert, stamp: stampOfWhole(alert) });
  }

  /** It expired: nobody need look for it any more. */
  async #forgetEntry({ fingerprint: one, updatedAt }: Alert): Promise<void> {
    await this.ports.store.update(alertKey(one), { remove: FIRING_ENTRY }, [[['updatedAt', '=', updatedAt]]]);
  }

  #leave(reason: string): void {
    this.#left.set(reason, (this.#left.get(reason) ?? 0) + 1);
  }
}

/** Did we hear of it just now, and later than CloudWatch's answer tells? */
const isYoung = ({ updatedAt }: Alert, changedAt: EpochMs, now: EpochMs): boolean =>
  changedAt <= updatedAt && now - updatedAt < SETTLED_MS;

/** What is over repeats nothing, and is part of nothing. */
function ended({ partOf: _part, repeats: _repeats, hasParts: _parts, ...alert }: Alert): Alert {
  return alert;
}

/** The name of its alarm; null where a secret was taken out of it, so that CloudWatch cannot be asked. */
function nameOf({ fingerprint: own, labels, annotations }: Alert): string | null {
  const { alarm_arn: arn = '' } = annotations;
  return fingerprint(arn, labels.contributor ?? '') === own ? alarmNameOf(arn) : null;
}

function chunks<Element>(list: readonly Element[], size: number): readonly (readonly Element[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}

/** Works through a list, some at a time, in its order. */
async function each<Element, Result>(
  list: readonly Element[],
  work: (element: Element) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const part of chunks(list, AT_ONCE)) results.push(...(await Promise.all(part.map(work))));
  return results;
}
