import { parse } from 'yaml';
import { channels } from '../../../channels/index';
import type { Command } from '../../../core/incident/command';
import type { Matcher } from '../../../core/routing/matcher';
import type { EpochMs } from '../../../core/time';
import { HOUR_MS } from '../../../core/time';
import { readMatchers } from '../../../formats/alertmanager/matcher';
import { ConfigError, type Fault, type Path } from '../../../formats/yaml/config-error';
import { suggestion } from '../../../formats/yaml/nearest';
import { faultAt, readYaml, type Source, valueAt } from '../../../formats/yaml/source';
import { validate } from '../../../formats/yaml/validate';
import { type ConfigFile, compile } from '../../configuration/compile';
import type { Configuration } from '../../configuration/configuration';
import { alertmanagerInFile, pagerdutyInFile } from '../../intake/unsealed';
import type { StoredSilence } from '../../muting/live';
import type { OverrideRequest } from '../../override';
import { instantOf } from './moment';
import { overrideRequest } from './override';
import {
  type Answer,
  EVENT_KINDS,
  type EventKind,
  type Expect,
  type Inline,
  type PostedAlert,
  type RawEvent,
  ScenarioFile,
} from './schema';
import { silenceIn, unknownSilences } from './silences';

/** An alert as Alertmanager's API takes it, with its times resolved; null where it says nothing. */
export type Posted = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: EpochMs | null;
  readonly endsAt: EpochMs | null;
  readonly generatorUrl: string | null;
};

/** How a provider that is out of order behaves. */
export type Disruption = {
  readonly receiver: string;
  readonly channel: string | null;
  readonly config: number | null;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly answer: 'timeout' | { readonly status: number; readonly retryAfterMs: number | null };
};

/** What happens in a scenario. */
export type Happening =
  | { readonly type: 'post'; readonly alerts: readonly Posted[] }
  | { readonly type: 'message'; readonly source: string; readonly body: string }
  | { readonly type: 'posted'; readonly source: 'pagerduty' | 'alertmanager'; readonly body: string }
  | { readonly type: 'heartbeat'; readonly name: string }
  | { readonly type: 'outage'; readonly disruption: Disruption }
  | { readonly type: 'silence'; readonly silence: StoredSilence }
  | { readonly type: 'expire'; readonly id: string }
  | { readonly type: 'reload'; readonly configuration: Configuration }
  | {
      readonly type: 'command';
      readonly command: Command['type'];
      /** All must hold for one of its alerts; none: every open incident. */
      readonly matchers: readonly Matcher[];
      readonly by: string;
    }
  | { readonly type: 'override'; readonly request: OverrideRequest }
  | { readonly type: 'crash'; readonly who: 'router' | 'notifier' }
  | { readonly type: 'duplicate' };

export type TimedHappening = { readonly at: EpochMs; readonly happening: Happening };

/** A scenario file, read and checked. */
export type Scenario = {
  readonly name: string;
  readonly start: EpochMs;
  readonly until: EpochMs;
  readonly seed: number;
  readonly configuration: Configuration;
  /** In the file's order. */
  readonly events: readonly TimedHappening[];
  readonly expect: Expect | null;
};

/** Finds the files of a folder that a scenario names; null: the folder that counts where it names none. */
export type Folder = (folder: string | null) => { readonly shown: string; readonly files: readonly ConfigFile[] };

const DEFAULT_START = Date.UTC(2026, 0, 1);
/** Without `until` the clock runs this long after the last event. */
const DEFAULT_REST_MS = HOUR_MS;
/** The steps of a path as `pathText` writes it. */
const pathOf = (text: string): Path =>
  [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, word]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (word ?? '') : String(JSON.parse(quoted));
  });

/** A fault of an inline configuration, told at its place in the scenario. */
function relocated({ file, path, message }: Fault, source: Source, at: Path): Fault {
  const key = file.replace(/\.ya?ml$/, '');
  return faultAt(source, [...at, key, ...pathOf(path)], message, 'key');
}

/** @throws {ConfigError} with faults told where a person finds them */
function compiled(files: readonly ConfigFile[], tell: (fault: Fault) => Fault): Configuration {
  try {
    return compile(files, channels, { isRehearsal: true }).configuration;
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(error.faults.map(tell)) : error;
  }
}

function compileAt(source: Source, at: Path, config: Inline | string | undefined, folder: Folder): Configuration {
  if (config === undefined || typeof config === 'string') {
    const { shown, files } = folder(config ?? null);
    return compiled(files, (fault) => ({ ...fault, file: `${shown}/${fault.file}` }));
  }
  const files = Object.entries(config).map(([key, value]): ConfigFile => ({ name: `${key}.yml`, value }));
  return compiled(files, (fault) => relocated(fault, source, at));
}

function answerOf(answer: Answer): Disruption['answer'] {
  if (answer === 'timeout') return answer;
  if (typeof answer === 'number') return { status: answer, retryAfterMs: null };
  const { status, retry_after: pause = null } = answer;
  return { status, retryAfterMs: typeof pause === 'number' ? pause * 1_000 : (pause?.ms ?? null) };
}

type Context = {
  readonly source: Source;
  readonly raw: unknown;
  readonly start: EpochMs;
  readonly configuration: Configuration;
  readonly folder: Folder;
};

/** Everything under the event's key as it was written, nulls included: it is somebody else's format. */
const verbatim = ({ raw }: Context, path: Path): string => JSON.stringify(valueAt(raw, path));

function outageOf(context: Context, event: RawEvent & { outage: object }, path: Path): Happening {
  const { receiver, channel, config, until, answer } = event.outage as NonNullable<RawEvent['outage']>;
  const { configuration, start, source } = context;
  const known = configuration.receivers[receiver];
  const fail = (key: string, message: string): never => {
    throw new ConfigError([faultAt(source, [...path, 'outage', key], message)]);
  };
  if (!known) {
    const names = Object.keys(configuration.receivers);
    return fail('receiver', `there is no receiver ${JSON.stringify(receiver)}: ${suggestion(receiver, names)}`);
  }
  // Under a policy the receiver's pages go by people's contacts.
  const people = known.policies.length > 0 ? Object.values(configuration.oncall.people) : [];
  const contacts = people.flatMap((person) => Object.values(person.contacts));
  const kinds = [...new Set([...known.integrations, ...contacts].map((integration) => integration.channel))];
  if (channel !== undefined && !kinds.includes(channel)) {
    return fail('channel', `${receiver} has no ${JSON.stringify(channel)}: ${suggestion(channel, kinds)}`);
  }
  if (config !== undefined && channel === undefined && kinds.length > 1) {
    return fail('config', `say of which channel: ${receiver} has ${kinds.join(', ')}`);
  }
  const disruption: Disruption = {
    receiver,
    channel: channel ?? null,
    config: config ?? null,
    from: instantOf(event.at, start),
    until: until ? instantOf(until, start) : Number.POSITIVE_INFINITY,
    answer: answerOf(answer),
  };
  return { type: 'outage', disruption };
}

function postedOf({ source, start }: Context, alert: PostedAlert, path: Path): Posted {
  const { labels, annotations = {}, starts_at, ends_at, generator_url } = alert;
  const startsAt = starts_at ? instantOf(starts_at, start) : null;
  const endsAt = ends_at ? instantOf(ends_at, start) : null;
  if (startsAt !== null && endsAt !== null && endsAt < startsAt) {
    throw new ConfigError([faultAt(source, [...path, 'ends_at'], 'lies before starts_at')]);
  }
  return { labels, annotations, startsAt, endsAt, generatorUrl: generator_url ?? null };
}

function heartbeatOf({ configuration, source }: Context, name: string, path: Path): Happening {
  const names = configuration.ingest.heartbeats.map((one) => one.name);
  if (names.includes(name)) return { type: 'heartbeat', name };
  const what = names.length > 0 ? suggestion(name, names) : 'ingest.yml has none';
  const message = `there is no heartbeat ${JSON.stringify(name)}: ${what}`;
  throw new ConfigError([faultAt(source, [...path, 'heartbeat'], message)]);
}

/** Refused here as over HTTP, where whoever posts it would hear of it. */
function postedInFile(
  { configuration, source, start }: Context,
  kind: 'pagerduty' | 'alertmanager',
  body: string,
  path: Path,
): Happening {
  const { ingest } = configuration;
  const read =
    kind === 'pagerduty' ? pagerdutyInFile(ingest, body, start, '') : alertmanagerInFile(ingest, body, start);
  if (read.ok) return { type: 'posted', source: kind, body };
  throw new ConfigError(read.faults.map((fault) => faultAt(source, [...path, kind], fault, 'key')));
}

const COMMANDS = ['acknowledge', 'unacknowledge', 'resolve', 'escalate'] as const;

function commandOf({ source }: Context, command: Command['type'], event: RawEvent, path: Path): Happening {
  const { match = [], by = 'somebody' } = event[command] ?? {};
  const matchers = match.flatMap((text, at) => {
    const read = readMatchers(text);
    if (read.ok) return read.matchers;
    throw new ConfigError([faultAt(source, [...path, command, 'match', at], read.error)]);
  });
  return { type: 'command', command, matchers, by };
}

function happeningOf(context: Context, event: RawEvent, kind: EventKind, path: Path): Happening {
  const { source, folder } = context;
  if (event.alerts)
    return { type: 'post', alerts: event.alerts.map((alert, at) => postedOf(context, alert, [...path, kind, at])) };
  if (event.raw !== undefined) return { type: 'message', source: 'raw', body: event.raw };
  if (event.outage) return outageOf(context, { ...event, outage: event.outage }, path);
  if (event.reload !== undefined) {
    return { type: 'reload', configuration: compileAt(source, [...path, 'reload'], event.reload, folder) };
  }
  const command = COMMANDS.find((one) => event[one] !== undefined);
  if (command) return commandOf(context, command, event, path);
  if (event.silence) {
    return { type: 'silence', silence: silenceIn(context, { ...event, silence: event.silence }, [...path, kind]) };
  }
  if (event.expire_silence !== undefined) return { type: 'expire', id: event.expire_silence };
  if (event.override) {
    const { start, configuration } = context;
    const at = instantOf(event.at, start);
    const place = { source, path: [...path, 'override'], at, start };
    return { type: 'override', request: overrideRequest(event.override, place, configuration.oncall) };
  }
  if (event.crash) return { type: 'crash', who: event.crash };
  if (event.duplicate) return { type: 'duplicate' };
  if (event.heartbeat !== undefined) return heartbeatOf(context, event.heartbeat, path);
  const body = verbatim(context, [...path, kind]);
  if (kind === 'pagerduty' || kind === 'alertmanager') return postedInFile(context, kind, body, path);
  return { type: 'message', source: kind, body };
}

/** Each event on its own, so that one fault does not hide another; a reload changes what later outages may name. */
function readEvents(base: Context, events: ScenarioFile['events']): readonly TimedHappening[] {
  const faults: Fault[] = [...unknownSilences(base.source, events)];
  let context = base;
  const read = events.flatMap((event, index): TimedHappening[] => {
    const kind = EVENT_KINDS.find((one) => event[one] !== undefined);
    if (!kind) return [];
    try {
      const happening = happeningOf(context, event, kind, ['events', index]);
      if (happening.type === 'reload') {
        const receivers = { ...context.configuration.receivers, ...happening.configuration.receivers };
        const { ingest, oncall } = happening.configuration;
        context = { ...context, configuration: { ...context.configuration, receivers, ingest, oncall } };
      }
      return [{ at: instantOf(event.at, base.start), happening }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return read;
}

/**
 * Reads a scenario file and all that it names.
 * @param name how faults call the file
 * @throws {ConfigError} with every fault, each at its line
 */
export function readScenario(name: string, text: string, folder: Folder): Scenario {
  const source = readYaml(name, text);
  const read = validate(ScenarioFile, source);
  if (!read.ok) throw new ConfigError(read.faults);
  const { data } = read;
  const raw: unknown = parse(text, { merge: true });
  const start = data.start ?? DEFAULT_START;
  const configuration = compileAt(source, ['config'], data.config, folder);
  const events = readEvents({ source, raw, start, configuration, folder }, data.events);
  const early = events.findIndex(({ at }) => at < start);
  if (early >= 0) throw new ConfigError([faultAt(source, ['events', early, 'at'], 'lies before the start')]);
  const last = Math.max(start, ...events.map(({ at }) => at));
  return {
    name: data.name ?? name,
    start,
    until: data.until ? instantOf(data.until, start) : last + DEFAULT_REST_MS,
    seed: data.seed ?? 1,
    configuration,
    events,
    // With its nulls: "nobody acknowledged it" is something to expect.
    expect: data.expect ? (valueAt(raw, ['expect']) as Expect) : null,
  };
}
