import { TICKETS, WINDOW_MS } from '../../core/delivery/hold';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Store } from '../ports';
import { type Faults, NO_FAULTS } from './faults';
import type { Violation } from './invariants/invariant';
import type { Asked } from './process';
import { Random } from './random';
import type { Disruption } from './replay/scenario';
import type { Routing } from './routing';
import { World } from './world';

const START = Date.UTC(2026, 0, 5, 9);
const ALARMS = 24;
const SPAN_MS = 4 * MINUTE_MS;
/** Two digests may still be owed, ten minutes apart. */
const QUIET_MS = 45 * MINUTE_MS;
/** A page is counted when it is claimed, and may be a late call longer under way. */
const UNDER_WAY_MS = 30 * SECOND_MS;

/** Somebody who is paged, a webhook that may fail, and another one beside it. */
const ROUTING: Routing = {
  route: { receiver: 'team', group_by: ['alertname'], group_wait: '0s', group_interval: '2m', repeat_interval: '1d' },
  receivers: [
    {
      name: 'team',
      sms_configs: [{ to: ['+15550001111'] }],
      webhook_configs: [{ url: 'http://failing' }, { url: 'http://other' }],
    },
  ],
};

export type StormOptions = {
  readonly faults?: Faults;
  /** How the first webhook answers while the storm lasts; absent: well. */
  readonly failing?: Disruption['answer'];
  readonly wrapStore?: (store: Store) => Store;
};

export type Stormed = {
  readonly violations: readonly Violation[];
  /** What the second webhook was told, group by group. */
  readonly heardByOther: Readonly<Record<string, readonly string[]>>;
  readonly withheld: number;
};

/** Many alarms in a few minutes, each with a group of its own: what pages are told, and what of them is counted. */
export async function playStorm(
  seed: number,
  { faults = NO_FAULTS, failing, wrapStore }: StormOptions = {},
): Promise<Stormed> {
  const random = new Random(seed);
  const withheld = { count: 0 };
  const faultsUntil = START + SPAN_MS;
  const world = new World({
    seed,
    start: START,
    routing: ROUTING,
    faults,
    faultsUntil,
    wrapStore: (store) => counting(wrapStore?.(store) ?? store, withheld),
  });
  if (failing) {
    const where = { receiver: 'team', channel: 'webhook', config: 0 };
    world.disrupt({ ...where, from: START, until: faultsUntil, answer: failing });
  }
  for (let alarm = 0; alarm < ALARMS; alarm += 1) {
    const at = START + random.between(0, SPAN_MS);
    world.at(at, () => world.accept(alarmMessage(`alarm-${alarm}`, true, at)));
    if (random.chance(0.3)) {
      const end = at + random.between(MINUTE_MS, 6 * MINUTE_MS);
      world.at(end, () => world.accept(alarmMessage(`alarm-${alarm}`, false, end)));
    }
  }
  await world.run(faultsUntil + QUIET_MS);
  const taken = world.asked.filter((asked) => asked.taken);
  const pages = taken.filter(({ channel }) => channel === 'sms');
  const pending = [...world.table.items()].filter(({ sk, pending: is }) => sk.startsWith('S#') && is === true);
  return {
    violations: [
      ...world.errors
        .filter(({ name }) => name !== 'VersionConflict')
        .map(({ message }) => ({ invariant: 0, what: message })),
      ...pending.map(({ pk, sk }) => ({ invariant: 5, what: `${pk} ${sk} is still pending` })),
      ...tenInTen(pages),
      ...counted(pages, withheld.count),
    ],
    heardByOther: heardBySecond(taken, world),
    withheld: withheld.count,
  };
}

/** Counts what was withheld for good. */
function counting(store: Store, withheld: { count: number }): Store {
  return {
    get: (key) => store.get(key),
    put: (item, condition) => store.put(item, condition),
    update: (key, update, condition) => store.update(key, update, condition),
    query: (pk, from, to) => store.query(pk, from, to),
    due: (shard, until, limit) => store.due(shard, until, limit),
    transact: async (writes) => {
      const done = await store.transact(writes);
      const isWithheld = writes.some((write) => write.type === 'update' && write.update.set?.digestRev !== undefined);
      if (done && isWithheld) withheld.count += 1;
      return done;
    },
  };
}

/** 13: a person takes ten pages in ten minutes. */
function tenInTen(taken: readonly Asked[]): Violation[] {
  const pages = taken.filter(({ notification: { kind } }) => kind === 'firing');
  return pages.flatMap(({ at }): Violation[] => {
    const within = pages.filter((page) => page.at >= at && page.at < at + WINDOW_MS - UNDER_WAY_MS);
    const revisions = new Set(within.map(({ group, notification }) => `${group} ${notification.at}`));
    return revisions.size > TICKETS ? [{ invariant: 13, what: `${revisions.size} pages in ten minutes` }] : [];
  });
}

/** 13: the digests count what was withheld, each page once. */
function counted(taken: readonly Asked[], withheld: number): Violation[] {
  const byDigest = new Map<string, number>();
  for (const { notification } of taken) {
    if (notification.kind !== 'digest') continue;
    const counts = [...notification.reason.matchAll(/(\d+) (?:critical|error|warning|info|other)/g)];
    const sum = counts.reduce((total, [, count]) => total + Number(count), 0);
    // Of one that was told twice, the last counts.
    byDigest.set(notification.incident, sum);
  }
  const sum = [...byDigest.values()].reduce((total, one) => total + one, 0);
  return sum === withheld ? [] : [{ invariant: 13, what: `${withheld} pages withheld, ${sum} counted` }];
}

function heardBySecond(taken: readonly Asked[], { configuration }: World): Stormed['heardByOther'] {
  const webhooks = configuration.receivers.team?.integrations.filter(({ channel }) => channel === 'webhook') ?? [];
  const groups: Record<string, string[]> = {};
  for (const { group, slot, notification } of taken) {
    if (slot !== webhooks[1]?.key) continue;
    const heard = groups[group] ?? [];
    heard.push(`${notification.kind} ${notification.alerts.map(({ fingerprint }) => fingerprint).join()}`);
    groups[group] = heard;
  }
  return Object.fromEntries(Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function alarmMessage(name: string, firing: boolean, changedAt: EpochMs): string {
  return JSON.stringify({
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`,
    AWSAccountId: '111122223333',
    Region: 'US East (N. Virginia)',
    NewStateValue: firing ? 'ALARM' : 'OK',
    OldStateValue: firing ? 'OK' : 'ALARM',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: new Date(changedAt).toISOString().replace('Z', '+0000'),
    AlarmActions: ['arn:aws:sns:us-east-1:111122223333:tocsin-warning'],
    Trigger: { MetricName: 'Errors', Namespace: 'Shop', Statistic: 'SUM', Period: 60, Threshold: 5, Dimensions: [] },
  });
}
