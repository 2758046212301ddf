import type { Channel } from '../../channels/channel';
import { hash } from '../../core/hash';
import { canonical } from '../../core/json';
import type { Receiver } from '../../core/routing/receiver';
import { inconsistencies } from '../../formats/alertmanager/consistency';
import { OTHER_KINDS, SECRET_KEYS } from '../../formats/alertmanager/receiver-kinds';
import { RoutingFile } from '../../formats/alertmanager/routing';
import { leftAside, refused } from '../../formats/alertmanager/unused';
import { walkRoutes } from '../../formats/alertmanager/walk';
import { ConfigError, type Fault, type Path, pathText } from '../../formats/yaml/config-error';
import { nearest } from '../../formats/yaml/nearest';
import { faultAt, fromValue, readYaml, type Source, valueAt } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';
import type { Configuration } from './configuration';
import { INGEST, ingestOf } from './ingest';
import { readIntegrations } from './integrations';
import { buildIntervals, buildRules, ruleWarnings } from './muting';
import { ONCALL, oncallGaps, oncallSource, policyNames, readOncall } from './oncall';
import { policyFaults, readPolicies } from './policies';
import { buildRoute, routeWarnings } from './route';
import { isSloFile, sloFileFaults } from './slos';

/** A file of the folder: as text, or as plain values (a scenario's inline configuration). */
export type ConfigFile =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly value: unknown };

export type Compiled = {
  readonly configuration: Configuration;
  /** What is doubtful but works. */
  readonly warnings: readonly Fault[];
  /** Paths of the secrets that stand in the file itself; a deploy refuses them. */
  readonly inlineSecrets: readonly string[];
};

const ROUTING = 'routing.yml';
/** Files of a folder that nothing acts upon yet; whoever builds one takes it out. */
const NOT_READ_YET = /^status\.yml$/;
const OTHER_FILES = /^scenarios\//;
const DEFAULT_RESOLVE_TIMEOUT_MS = 300_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Runs all of them, so that one fault does not hide another. */
function collect<T>(faults: Fault[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return null;
  }
}

function fileWarnings(files: readonly ConfigFile[]): readonly Fault[] {
  const known = [ROUTING, ONCALL, INGEST, 'status.yml'];
  return files.flatMap(({ name }) => {
    const warn = (message: string): Fault[] => [{ file: name, line: null, path: '', message }];
    if (NOT_READ_YET.test(name)) return warn('not read yet: nothing acts upon it');
    if (isSloFile(name)) return warn('is checked, but nothing acts upon it yet: try it with "tocsin slo replay"');
    if ([ROUTING, ONCALL, INGEST].includes(name) || OTHER_FILES.test(name) || !/\.ya?ml$/.test(name)) return [];
    const meant = nearest(name, known);
    return warn(meant ? `not read: did you mean ${meant}?` : 'not read: it is no file of a configuration folder');
  });
}

const isLoopback = (address: string): boolean =>
  URL.canParse(address) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);

/** `https://user:password@host/…` */
const hasPassword = (value: unknown): boolean => typeof value === 'string' && /^\w+:\/\/[^/?#]*:[^/?#]*@/.test(value);

/** Where a secret itself stands instead of a reference; an address on this machine is none. */
function secretsIn(value: unknown, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, place) => secretsIn(item, [...at, place]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]): readonly Path[] => {
    if (hasPassword(child)) return [[...at, key]];
    if (!SECRET_KEYS.has(key)) return secretsIn(child, [...at, key]);
    return typeof child === 'string' && child !== '' && !isLoopback(child) ? [[...at, key]] : [];
  });
}

/** Receivers of kinds that are not built: worth a warning, but an alert that would reach one reaches nobody. */
function notBuilt(source: Source, faults: Fault[], warnings: Fault[]): void {
  const reached = new Map(walkRoutes(valueAt(source.value, ['route'])).map(({ receiver, path }) => [receiver, path]));
  const receivers = valueAt(source.value, ['receivers']);
  for (const [at, receiver] of (Array.isArray(receivers) ? receivers : []).entries()) {
    if (!isRecord(receiver)) continue;
    for (const kind of OTHER_KINDS.filter((one) => receiver[one] !== undefined)) {
      const route = typeof receiver.name === 'string' ? reached.get(receiver.name) : undefined;
      const path = ['receivers', at, kind];
      if (route) faults.push(faultAt(source, path, `not built, and ${pathText(route)} leads here`, 'key'));
      else warnings.push(faultAt(source, path, 'not built; no route leads here', 'key'));
    }
  }
}

function mailServer(source: Source): readonly Fault[] {
  const global = valueAt(source.value, ['global']);
  const keys = isRecord(global) ? Object.keys(global) : [];
  return keys
    .filter((key) => key.startsWith('smtp_') && key !== 'smtp_from')
    .map((key) => faultAt(source, ['global', key], 'not used: e-mail leaves through Amazon SES', 'key'));
}

function readReceivers(source: Source, channels: readonly Channel[], faults: Fault[]): readonly Receiver[] {
  const receivers = valueAt(source.value, ['receivers']);
  return (Array.isArray(receivers) ? receivers : []).flatMap((receiver: unknown, at): readonly Receiver[] => {
    if (!isRecord(receiver)) return [];
    const integrations = collect(faults, () => readIntegrations(source, ['receivers', at], channels));
    const { name } = receiver;
    return integrations && typeof name === 'string' ? [{ name, integrations, policies: readPolicies(receiver) }] : [];
  });
}

function sourceOf(file: ConfigFile): Source {
  const source = 'text' in file ? readYaml(file.name, file.text) : fromValue(file.name, file.value);
  if (isRecord(source.value)) return source;
  const message = source.value === null || source.value === undefined ? 'is empty' : 'is not a mapping';
  throw new ConfigError([
    { file: file.name, line: null, path: '', message: `${message}: write at least "route:" and "receivers:"` },
  ]);
}

/**
 * Makes of a team's folder what the functions run: pure, so that the CLI, synth and a replay agree.
 * @param files by their name within the folder (`routing.yml`, `slos/web.yml`)
 * @param isRehearsal nobody is sent anything: what is risky may be tried
 * @throws {ConfigError} with every fault of every file, each at its line
 */
export function compile(
  files: readonly ConfigFile[],
  channels: readonly Channel[],
  { isRehearsal = false }: { readonly isRehearsal?: boolean } = {},
): Compiled {
  const file = files.find(({ name }) => name === ROUTING);
  if (!file) {
    throw new ConfigError([
      { file: ROUTING, line: null, path: '', message: 'is missing: a folder needs at least this file' },
    ]);
  }
  const source = sourceOf(file);
  const faults: Fault[] = [];
  const warnings: Fault[] = [...fileWarnings(files), ...mailServer(source)];
  const read = validate(RoutingFile, source);
  if (!read.ok) faults.push(...read.faults);
  faults.push(...inconsistencies(source.value).map(({ path, message }) => faultAt(source, path, message)));
  faults.push(...refused(source.value).map(({ path, message }) => faultAt(source, path, message, 'key')));
  warnings.push(...leftAside(source.value).map(({ path, message }) => faultAt(source, path, message, 'key')));
  notBuilt(source, faults, warnings);
  const receivers = readReceivers(source, channels, faults);
  const people = collect(faults, () => oncallSource(files.find(({ name }) => name === ONCALL)));
  const around = { channels, global: valueAt(source.value, ['global']), receivers, isRehearsal };
  const { oncall, ...said } = readOncall(people, around);
  faults.push(...said.faults, ...policyFaults(source, receivers, people && policyNames(people)));
  warnings.push(...said.warnings);
  const into = collect(faults, () => ingestOf(files.find(({ name }) => name === INGEST)));
  faults.push(...sloFileFaults(files));
  if (!read.ok || !into || faults.length > 0) throw new ConfigError(faults);
  warnings.push(...into.warnings);

  const route = buildRoute(read.data.route);
  warnings.push(...routeWarnings(source, read.data.route, route), ...ruleWarnings(source, read.data));
  const secrets = secretsIn(source.value);
  warnings.push(
    ...secrets.map((path) =>
      faultAt(source, path, `holds a secret in clear: write ${String(path.at(-1))}_file: ssm:/name`),
    ),
  );
  const byName = Object.fromEntries(receivers.map((receiver) => [receiver.name, receiver]));
  warnings.push(...oncallGaps(people, oncall, route, byName, isRehearsal));
  const content = {
    route,
    receivers: byName,
    resolveTimeoutMs: read.data.global?.resolve_timeout ?? DEFAULT_RESOLVE_TIMEOUT_MS,
    oncall,
    inhibitRules: buildRules(read.data),
    intervals: buildIntervals(read.data),
    isStrict: read.data.global?.strict_alertmanager ?? false,
    ingest: into.ingest,
  };
  const configuration = { ...content, hash: hash(16, canonical(content)) };
  return { configuration, warnings, inlineSecrets: [...secrets.map(pathText), ...into.inlineSecrets] };
}
