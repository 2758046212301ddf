import '../../core/routing/re2'; // routes of generated worlds have expressions of all kinds
import * as z from 'zod';
import { type Channel, delivered, failed, undeliverable } from '../../channels/channel';
import { hash } from '../../core/hash';
import type { Notification } from '../../core/notification/notification';
import { NO_ONCALL } from '../../core/oncall/oncall';
import { HEARS_AS_UPSTREAM, type Integration } from '../../core/routing/receiver';
import type { Route } from '../../core/routing/route';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import { NOTHING_COMES_IN } from '../intake/configuration';
import type { Faults } from './faults';
import { Random } from './random';

/** A report that a source sends, and when its queue accepts it. */
export type Report = {
  readonly at: EpochMs;
  readonly body: string;
  readonly alarm: string | null;
  readonly firing: boolean;
  readonly changedAt: EpochMs;
};

/** One generated world: what is configured, what happens, what goes wrong. */
export type History = {
  readonly seed: number;
  readonly start: EpochMs;
  readonly configuration: Configuration;
  readonly reports: readonly Report[];
  readonly faults: Faults;
  readonly faultsUntil: EpochMs;
  /** Destinations that answer with a refusal until the faults stop. */
  readonly down: ReadonlySet<string>;
};

/** A provider that takes the notification as it is: what it received can be compared with what happened. */
export const plain: Channel = {
  name: 'plain',
  configKey: 'plain_configs',
  config: z.object({ url: z.string() }) as Channel['config'],
  sendResolvedByDefault: true,
  hears: HEARS_AS_UPSTREAM,
  to: () => 'plain',
  identity: (config) => JSON.stringify(config),
  request: ({ notification }, config) => ({
    kind: 'http',
    url: (config as { url: string }).url,
    json: notification as unknown as Record<string, string>,
    timeoutMs: 10 * SECOND_MS,
  }),
  interpret: ({ status }) => {
    if (status < 300) return delivered('ref');
    return status >= 500 ? failed(`status ${status}`) : undeliverable(`status ${status}`);
  },
};

export const sentTo = (request: { url?: unknown; json?: unknown }): { to: string; notification: Notification } => ({
  to: String(request.url),
  notification: request.json as Notification,
});

const START = Date.UTC(2026, 0, 5, 9);
const ALARMS = 6;

/** Everything about a world follows from its seed. */
export function generateHistory(seed: number): History {
  const random = new Random(seed);
  const configuration = generateConfiguration(random);
  const span = random.between(2, 40) * MINUTE_MS;
  const reports = generateReports(random, span);
  const faultsUntil = START + span + random.between(0, 10) * MINUTE_MS;
  const destinations = Object.values(configuration.receivers).flatMap(({ integrations }) =>
    integrations.map(({ to }) => to),
  );
  const down = new Set(destinations.filter(() => random.chance(0.2)));
  return { seed, start: START, configuration, reports, faults: generateFaults(random), faultsUntil, down };
}

/** Some worlds are calm, some have one kind of fault, some have them all. */
function generateFaults(random: Random): Faults {
  const kind = random.next();
  const chance = (most: number): number => (kind < 0.1 || random.chance(0.4) ? 0 : most * random.next());
  return {
    crash: chance(0.1),
    throttle: chance(0.15),
    appliedButFailed: chance(0.15),
    late: chance(0.6),
    lost: chance(0.5),
    doubled: chance(0.3),
    delayed: chance(0.3),
    missedSweep: chance(0.5),
    stale: chance(0.5),
    refused: chance(0.3),
    silent: chance(0.2),
  };
}

function generateConfiguration(random: Random): Configuration {
  const timing = {
    groupWaitMs: random.pick([0, 0, 5 * SECOND_MS, 30 * SECOND_MS]),
    groupIntervalMs: random.pick([10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS]),
    repeatIntervalMs: random.pick([2 * MINUTE_MS, 240 * MINUTE_MS, 240 * MINUTE_MS]),
  };
  const receivers = Object.fromEntries(
    ['one', 'two'].map((name) => [name, { name, integrations: generateIntegrations(random, name), policies: [] }]),
  );
  const child = (value: string, receiver: string): Route => ({
    receiver,
    matchers: [{ name: 'alertname', operator: '=~', value }],
    continue: random.chance(0.5),
    groupBy: random.pick<Route['groupBy']>([[], [], ['alertname'], '...']),
    timing,
    path: `{}/{alertname=~"${value}"}`,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
  });
  const route: Route = {
    receiver: 'one',
    matchers: [],
    continue: false,
    groupBy: random.pick<Route['groupBy']>([[], [], ['alertname']]),
    timing,
    path: '{}',
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [child('alarm-[0-2]', 'two'), child('alarm-[1-3]', 'one')],
  };
  return {
    route,
    receivers,
    resolveTimeoutMs: 5 * MINUTE_MS,
    oncall: NO_ONCALL,
    inhibitRules: [],
    intervals: {},
    isStrict: false,
    ingest: NOTHING_COMES_IN,
    hash: hash(16, JSON.stringify(receivers)),
  };
}

function generateIntegrations(random: Random, receiver: string): readonly Integration[] {
  return Array.from({ length: random.between(1, 3) }, (_, index) => {
    const to = `http://${receiver}/${index}`;
    return {
      channel: 'plain',
      index,
      key: `plain-${hash(12, to)}`,
      to,
      sendResolved: random.chance(0.8),
      hears: HEARS_AS_UPSTREAM,
      settings: { url: to },
    };
  });
}

/** Half of what happens, happens at a few moments: races need company. */
function generateReports(random: Random, span: number): readonly Report[] {
  // What is lost at the last moment, nothing later brings back.
  const moments = [span, ...Array.from({ length: random.between(0, 2) }, () => random.between(0, span))];
  const most = random.pick([1, 6]);
  const reports: Report[] = [];
  for (let alarm = 0; alarm < ALARMS; alarm += 1) {
    // A world of single alarms has nothing later that heals what was lost.
    const instants = Array.from({ length: random.between(1, most) }, () => generateInstant(random, span, moments));
    let firing = true;
    for (const at of instants.sort((one, other) => one - other)) {
      const changedAt = START + at;
      const name = `alarm-${alarm}`;
      reports.push({
        at: changedAt + generateDelay(random),
        body: alarmMessage(name, firing, changedAt),
        alarm: name,
        firing,
        changedAt,
      });
      firing = random.chance(0.9) ? !firing : firing;
    }
  }
  if (random.chance(0.2)) {
    const at = START + random.between(0, span);
    reports.push({ at, body: `not an alarm: ${seedText(random)}`, alarm: null, firing: true, changedAt: at });
  }
  return reports;
}

function generateInstant(random: Random, span: number, moments: readonly number[]): number {
  const moment = moments[random.between(0, moments.length - 1)] ?? 0;
  return random.chance(0.5) ? moment + random.between(0, 80) : random.between(0, span);
}

/** A report may overtake another: some are accepted up to two minutes after the change. */
function generateDelay(random: Random): number {
  if (random.chance(0.5)) return random.between(0, 50);
  return random.chance(0.5) ? random.between(0, SECOND_MS) : random.between(0, 2 * MINUTE_MS);
}

const seedText = (random: Random): string => String(random.between(1, 1_000_000));

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
    AlarmActions: ['arn:aws:sns:us-east-1:111122223333:tocsin-critical'],
    Trigger: { MetricName: 'Errors', Namespace: 'Shop', Statistic: 'SUM', Period: 60, Threshold: 5, Dimensions: [] },
  });
}
