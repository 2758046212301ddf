import { match } from '../../core/routing/match';
import { HEARS_AS_UPSTREAM, type Integration } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';
import { HOUR_MS, MINUTE_MS } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { LIVE } from '../keys';
import type { Item, Message, Ports, Queue, Store, Update, Write } from '../ports';

/** What a trial is called wherever it has a name: its alarm, its receiver, the group of its hints. */
export const TRIAL = 'tocsin-trial';

/** A new version did not do what it must; the deployment that brought it is rolled back. */
export class TrialFailed extends Error {
  override readonly name = 'TrialFailed';
}

/** A webhook as any other; the transport of a trial brings it back instead of sending it. */
const LOOP_BACK: Integration = {
  channel: 'webhook',
  index: 0,
  key: `webhook-${TRIAL}`,
  to: 'loop-back',
  sendResolved: true,
  hears: HEARS_AS_UPSTREAM,
  settings: { url: 'http://loop-back.invalid', max_alerts: 0, external_url: '' },
};

const ROUTE: Route = {
  receiver: TRIAL,
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  timing: { groupWaitMs: 0, groupIntervalMs: 5 * MINUTE_MS, repeatIntervalMs: 4 * HOUR_MS },
  path: `{}/${TRIAL}`,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
};

/** The team's configuration, but that everything goes to the loop-back, and no alert of the trial's mutes another. */
export const trialConfiguration = (configuration: Configuration): Configuration => ({
  ...configuration,
  route: ROUTE,
  receivers: { [TRIAL]: { name: TRIAL, integrations: [LOOP_BACK], policies: [] } },
  inhibitRules: [],
});

/** Where the trial's alarm is told. */
export const TRIAL_SLOT = LOOP_BACK.key;

/** The group that the trial's alarm comes into: always the same one, so that a trial finds what another left. */
export const trialGroup = (): string => match(ROUTE, { alertname: TRIAL })[0]?.group ?? '';

/**
 * The ports as a trial may use them: what it writes is real but wakes nobody, its hints are real but lead nowhere, so
 * that the version which runs beside it, and people, never meet it. What is live in the table does not bear on it.
 */
export const trialPorts = <Any extends Ports>(ports: Any): Any => ({
  ...ports,
  store: asleep(ports.store),
  queue: harmless(ports.queue),
});

/** What has no shard is not in the index of what is due. */
const asleep = (store: Store): Store => ({
  get: async (key) => {
    const item = await store.get(key);
    return key.pk === LIVE ? null : item;
  },
  query: async (pk, from, to) => {
    const items = await store.query(pk, from, to);
    return pk === LIVE ? [] : items;
  },
  put: (item, condition) => store.put(withoutShard(item), condition),
  update: (key, update, condition) => store.update(key, updateAsleep(update), condition),
  transact: (writes) => store.transact(writes.map(writeAsleep)),
  due: (shard, until, limit) => store.due(shard, until, limit),
});

function withoutShard(item: Item): Item {
  const { shard: _, ...rest } = item;
  return rest as Item;
}

function updateAsleep(update: Update): Update {
  const { shard: _, ...set } = update.set ?? {};
  return { ...update, set };
}

function writeAsleep(write: Write): Write {
  if (write.type === 'put') return { ...write, item: withoutShard(write.item) };
  return write.type === 'update' ? { ...write, update: updateAsleep(write.update) } : write;
}

/** Nobody knows a group or a slot of this name: whoever gets such a hint finds nothing to do. */
const HINTS: Readonly<Record<'wake' | 'deliver', Message>> = {
  wake: { queue: 'wake', group: TRIAL },
  deliver: { queue: 'deliver', group: TRIAL, slot: TRIAL },
};

const harmless = (queue: Queue): Queue => ({
  send: async (message) => {
    if (message.queue !== 'ingest') await queue.send(HINTS[message.queue], 0);
  },
});
