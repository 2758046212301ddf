import { type Alert, isFiring } from '../core/alert/alert';
import { order } from '../core/alert/latest';
import { merge } from '../core/alert/merge';
import { opensAt } from '../core/incident/group';
import type { Json } from '../core/json';
import type { Destination } from '../core/routing/route';
import { DAY_MS, type EpochMs } from '../core/time';
import type { AlarmTransition } from '../formats/cloudwatch/alarm';
import { readHeartbeat } from '../formats/heartbeat';
import { openIntake } from '../formats/intake/envelope';
import { parseMessage, readStateChange } from '../formats/messages';
import { readAgreed } from './agreed';
import { arm, hintWake, rouse } from './arm';
import type { Configuration } from './configuration/configuration';
import { destinationsOf, readFailure } from './failure';
import { FIRING_ENTRY, firingEntry } from './firing';
import { type HeldBack, holdBack, readHeldBack } from './held-back';
import { mayComeFrom, sift } from './intake/sift';
import { type TakenIn, takeIn } from './intake/take-in';
import { alertKey, memberKey } from './keys';
import { dropInhibitor, inhibitorsOf, isInhibitorName, keepInhibitor } from './muting/inhibitors';
import { type Condition, type Item, type Ports, StoreError, type Update } from './ports';
import { type SecondPathPorts, takeStateChange } from './second-path';
import { readAlert, ttlAt } from './stored';

/** How long an ended alert's state is kept: SNS redelivers for up to 23 days. */
const ALERT_TTL_MS = 35 * DAY_MS;
/** Reports of one alert that pass each other at one moment are few. */
const MAX_TRIES = 8;
/** How long an ended member stays with its group. */
const MEMBER_TTL_MS = 2 * DAY_MS;

export type Ingested =
  | { readonly ok: true; readonly alerts: number; readonly stale: number; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly error: Error };

/** One result per body, in order: one that failed must be delivered again, the others must not. */
export type IngestReport = { readonly results: readonly Ingested[] };

/**
 * Takes messages in: parse, route, write the alert and its members if they are newer, arm their groups.
 * It takes no group's version; doing it again does no harm. A duplicate arms too: the first attempt may
 * have died just before.
 */
export async function ingest(
  ports: SecondPathPorts,
  configuration: Configuration,
  bodies: readonly string[],
): Promise<IngestReport> {
  const results = await Promise.all(bodies.map((body) => ingestOne(ports, configuration, body)));
  return { results };
}

async function ingestOne(ports: SecondPathPorts, configuration: Configuration, body: string): Promise<Ingested> {
  try {
    const now = ports.clock.now();
    const agreed = readAgreed(body);
    if (agreed) return taken(await acceptAs(ports, configuration, agreed.alert, agreed.stamp));
    const failure = readFailure(body);
    if (failure) return taken(await accept(ports, configuration, failure));
    const { message, since } = readHeldBack(body);
    const event = readStateChange(message, now);
    if (event && mayComeFrom(configuration.ingest, event)) {
      return await ingestEvent(ports, configuration, { event, message, since });
    }
    const { alerts, ignored } = await readBody(ports, configuration, message, now);
    let stale = 0;
    for (const alert of alerts) if (!(await accept(ports, configuration, alert))) stale += 1;
    return { ok: true, alerts: alerts.length, stale, ignored: ignored.map(({ reason }) => reason) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** One alert, of our own making. */
const taken = (isNew: boolean): Ingested => ({ ok: true, alerts: 1, stale: isNew ? 0 : 1, ignored: [] });

/** EventBridge's own events wait for SNS to tell the same. */
async function ingestEvent(
  ports: SecondPathPorts,
  configuration: Configuration,
  { event, message, since }: { event: AlarmTransition } & HeldBack,
): Promise<Ingested> {
  if (since === null) {
    await holdBack(ports, message);
    return {
      ok: true,
      alerts: 0,
      stale: 0,
      ignored: [`${event.name}: EventBridge's word waits for that of its topic`],
    };
  }
  const { isAlert, reason } = await takeStateChange(ports, event, since, (alert, stamp) =>
    acceptAs(ports, configuration, alert, stamp),
  );
  return { ok: true, alerts: isAlert ? 1 : 0, stale: 0, ignored: isAlert ? [] : [reason] };
}

/** What a message holds: of our own functions, of a heartbeat by a topic, or of anybody. */
async function readBody(ports: Ports, configuration: Configuration, body: string, now: EpochMs): Promise<TakenIn> {
  const take = (alert: Alert) => accept(ports, configuration, alert);
  const hear = async (name: string) => takeIn(ports, configuration, { tocsin: 'heartbeat', name, at }, take);
  const envelope = openIntake(body);
  const at = envelope?.at ?? now;
  const heartbeat = envelope ? null : readHeartbeat(body);
  if (heartbeat !== null) return hear(heartbeat);
  const taken = envelope ? await takeIn(ports, configuration, envelope, take) : parseMessage(body, { now });
  const { alerts, heard, refused } = sift(configuration.ingest, envelope ? null : body, taken.alerts, now);
  const beats = await Promise.all(heard.map(hear));
  return { alerts, ignored: [...taken.ignored, ...refused, ...beats.flatMap(({ ignored }) => ignored)] };
}

/** A report, and how it sorts among those of its alert: merged with another it still is the same report. */
type Stamped = { readonly alert: Alert; readonly stamp: string };

/**
 * How the same report sorts where it was moved to by other routes or rules, and where it left: after itself, before
 * every later one. So it may come back.
 */
const stampOfTurn = (stamp: string, turn: number): string => (turn === 0 ? stamp : `${stamp}~${turn}`);
/** The report's own, without its moves. */
export const stampOf = (order: string): string => order.split('~')[0] ?? order;

/** @returns false when a later transition is already known */
export const accept = (ports: Ports, configuration: Configuration, alert: Alert): Promise<boolean> =>
  acceptAs(ports, configuration, alert, order(alert));

/** {@link accept}, for a report that is known: merged with another it still sorts as it did. */
export async function acceptAs(
  ports: Ports,
  configuration: Configuration,
  alert: Alert,
  stamp: string,
): Promise<boolean> {
  const destinations = destinationsOf(configuration, alert.labels);
  const inhibitors = inhibitorsOf(configuration, alert);
  const places = [...destinations.map(({ group }) => group), ...inhibitors.map(({ name }) => name)];
  const kept = await keepAlert(ports, { alert, stamp }, places);
  if (!kept) return false;
  await Promise.all([
    ...destinations.map((destination) => join(ports, destination, kept)),
    ...inhibitors.map((inhibitor) => keepInhibitor(ports, inhibitor, kept)),
  ]);
  // Only then: a reload that died between would find it nowhere.
  await Promise.all(kept.leaving.map((place) => leavePlace(ports, place, kept)));
  if (kept.leaving.length > 0) await forgetLeft(ports, kept);
  return true;
}

/** What is kept of an ended alert is forgotten in time; what fires is kept. */
const kept = ({ endsAt }: Alert, forMs: number): Pick<Update, 'set' | 'remove'> =>
  endsAt === null ? { remove: ['ttl'] } : { set: { ttl: ttlAt(endsAt + forMs) } };

const isNewer = (stamp: string): Condition => [[['order', 'absent']], [['order', '<', stamp]]];

/** Nothing to merge and nowhere to leave: it is the first, or what is known was over before, in the same groups. */
const isApart = ({ startsAt }: Alert, stamp: string, groups: string): Condition => [
  [['order', 'absent']],
  [
    ['order', '<', stamp],
    ['endsAt', '<=', startsAt],
    ['groups', '=', groups],
    ['leaving', 'absent'],
  ],
];

type Kept = Stamped & {
  /** The stamp of its last move, which its places know. */
  readonly order: string;
  /** Groups that the alert was in before, where nobody may know yet that it left. */
  readonly leaving: readonly string[];
};

/**
 * Keeps a report, merged with the one before it where their spans overlap. Reports of one alert rarely meet: what was
 * read of the one before is the condition, and whoever loses looks again.
 * @returns what is now known, or null if a later report is
 */
async function keepAlert(
  { store }: Ports,
  { alert: reported, stamp }: Stamped,
  groups: readonly string[],
): Promise<Kept | null> {
  const inGroups = groups.join(' ');
  let alert = reported;
  let leaving: readonly string[] = [];
  let turn = 0;
  let condition = isApart(reported, stamp, inGroups);
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const written = await store.update(
      alertKey(alert.fingerprint),
      alertUpdate(alert, { stamp, turn, groups: inGroups, leaving }),
      condition,
    );
    if (written.ok) return { alert, order: stamp, stamp: stampOfTurn(stamp, turn), leaving };
    if (!written.existing) break;
    const known = readAlert(written.existing);
    if (known.order > stamp) return null;
    const isSame = known.order === stamp;
    const { startsAt, endsAt, endIsAssumed } = known;
    alert = isSame ? { ...reported, startsAt, endsAt, ...(endIsAssumed && { endIsAssumed }) } : merge(known, reported);
    const moves = known.turn ?? 0;
    // A duplicate is worked through again: the first attempt may have died after this write.
    if (isSame && known.groups === inGroups) {
      return { alert, order: stamp, stamp: stampOfTurn(stamp, moves), leaving: listed(known.leaving) };
    }
    turn = isSame ? moves + 1 : 0;
    const before = new Set([...listed(known.groups), ...listed(known.leaving)]);
    leaving = [...before].filter((group) => !groups.includes(group));
    condition = [
      [
        ['order', '=', known.order],
        ['groups', '=', known.groups],
      ],
    ];
  }
  throw new StoreError(`${reported.fingerprint}: not kept in ${MAX_TRIES} tries`);
}

const listed = (groups: string | undefined): readonly string[] => (groups ? groups.split(' ') : []);

type Place = {
  readonly stamp: string;
  readonly turn: number;
  readonly groups: string;
  readonly leaving: readonly string[];
};

function alertUpdate(alert: Alert, { stamp, turn, groups, leaving }: Place): Update {
  const { set, remove = [] } = kept(alert, ALERT_TTL_MS);
  const firing = firingEntry(alert);
  const isLeaving = leaving.length > 0;
  return {
    set: {
      ...alert,
      groups,
      order: stamp,
      ...set,
      ...firing,
      ...(turn > 0 && { turn }),
      ...(isLeaving && { leaving: leaving.join(' ') }),
    },
    remove: [
      ...(turn > 0 ? [] : ['turn']),
      ...remove,
      ...(isLeaving ? [] : ['leaving']),
      ...OPTIONAL.filter((name) => alert[name] === undefined),
      ...(firing ? [] : FIRING_ENTRY),
    ],
  };
}

const OPTIONAL = ['endIsAssumed', 'partOf', 'repeats', 'hasParts'] as const;

/** Until here, whoever comes next takes over to leave those groups. */
async function forgetLeft({ store }: Ports, { alert, order: stamp, leaving }: Kept): Promise<void> {
  await store.update(alertKey(alert.fingerprint), { remove: ['leaving'] }, [
    [
      ['order', '=', stamp],
      ['leaving', '=', leaving.join(' ')],
    ],
  ]);
}

async function join(ports: Ports, destination: Destination, { alert, stamp }: Stamped): Promise<void> {
  const { store, clock } = ports;
  const { group, route } = destination;
  const arrivedAt = clock.now();
  const { set, remove = [] } = kept(alert, MEMBER_TTL_MS);
  const absent = OPTIONAL.filter((name) => name !== 'endIsAssumed' && alert[name] === undefined);
  const update: Update = { set: { ...memberOf(alert, stamp, arrivedAt), ...set }, remove: [...remove, ...absent] };
  await store.update(memberKey(group, alert.fingerprint), update, isNewer(stamp));
  const openAt = opensAt({ startsAt: alert.startsAt, arrivedAt }, route.timing.groupWaitMs);
  const { wakeAt, hint } = await arm(
    ports,
    destination,
    openAt,
    isFiring(alert, arrivedAt) ? alert.labels.severity : undefined,
  );
  if (hint) await hintWake(ports, group, wakeAt, arrivedAt);
}

function memberOf({ endIsAssumed: _, ...alert }: Alert, stamp: string, arrivedAt: EpochMs): Record<string, Json> {
  return { ...alert, arrivedAt, order: stamp };
}

const leavePlace = (ports: Ports, place: string, kept: Stamped): Promise<void> =>
  isInhibitorName(place) ? dropInhibitor(ports, place, kept) : leave(ports, place, kept);

/** Its labels or its routes changed, and with them its groups: in the old one it is over, in the words it had there. */
async function leave(ports: Ports, group: string, { alert, stamp }: Stamped): Promise<void> {
  const { store, clock } = ports;
  const now = clock.now();
  const endsAt = Math.min(now, alert.endsAt ?? now);
  const key = memberKey(group, alert.fingerprint);
  const end = { endsAt, arrivedAt: now, order: stamp, ttl: ttlAt(now + MEMBER_TTL_MS) };
  let member: Item | null = null;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    // Also where it never came in: who was slower finds that it left.
    const set = member ? (isOver(member, now) ? { order: stamp } : end) : { ...memberOf(alert, stamp, now), ...end };
    const written = await store.update(key, { set }, isUnchanged(member, stamp));
    if (written.ok || String(written.existing?.order) > stamp) return rouse(ports, group);
    member = written.existing;
  }
  throw new StoreError(`${group}: ${alert.fingerprint} did not leave in ${MAX_TRIES} tries`);
}

const isOver = ({ endsAt }: Item, now: EpochMs): boolean => typeof endsAt === 'number' && endsAt <= now;

const isUnchanged = (member: Item | null, stamp: string): Condition =>
  member
    ? [
        [
          ['order', '=', String(member.order)],
          ['order', '<=', stamp],
        ],
      ]
    : [[['order', 'absent']]];
