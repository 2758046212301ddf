import * as z from 'zod';
import { hash } from '../../core/hash';
import type { Heartbeat } from '../../core/heartbeat/heartbeat';
import { MINUTE_MS } from '../../core/time';
import { readMatchers } from '../../formats/alertmanager/matcher';
import { IngestFile } from '../../formats/intake/file';
import { ConfigError, type Fault, type Path, pathText } from '../../formats/yaml/config-error';
import { faultAt, fromValue, readYaml, type Source } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';
import { type IngestConfiguration, NOTHING_COMES_IN, type Sender } from '../intake/configuration';
import type { ConfigFile } from './compile';

export const INGEST = 'ingest.yml';

/** What PagerDuty takes of one integration. */
const PAGERDUTY_PER_MINUTE = 120;
/** A Prometheus repeats every alert each minute or so, in requests of hundreds. */
const ALERTMANAGER_PER_MINUTE = 600;
const DEFAULT_GRACE_MS = 5 * MINUTE_MS;
const DEFAULT_HEARTBEAT_KEY = 'ssm:/tocsin/heartbeat-key';

export type IngestRead = {
  readonly ingest: IngestConfiguration;
  readonly warnings: readonly Fault[];
  /** Where a key stands in clear, with the file's name. */
  readonly inlineSecrets: readonly string[];
};

type PagerDutyEntry = NonNullable<IngestFile['pagerduty']>[number];

/** A key in clear is known by a digest. */
const nameOf = ({ routing_key_file: reference, routing_key: value = '' }: PagerDutyEntry): string =>
  reference ?? `#${hash(12, value)}`;

function pagerdutySender(entry: PagerDutyEntry): Sender {
  const { routing_key_file: reference, routing_key: value = '', labels = {}, rate_limit } = entry;
  const key = reference === undefined ? { value } : { reference };
  return { name: nameOf(entry), key, labels, perMinute: rate_limit ?? PAGERDUTY_PER_MINUTE };
}

function heartbeatOf(name: string, entry: NonNullable<IngestFile['heartbeats']>[string]): Heartbeat {
  const { every, cron, timezone = 'UTC', grace, labels = {}, matchers = [] } = entry;
  const read = matchers.map(readMatchers).flatMap((one) => (one.ok ? one.matchers : []));
  return {
    name,
    expect: every === undefined ? { type: 'cron', cron: cron ?? '', timezone } : { type: 'every', everyMs: every },
    graceMs: grace ?? DEFAULT_GRACE_MS,
    labels,
    matchers: read,
  };
}

/** A key that two entries share could not say whose labels count. */
function twice(source: Source, names: readonly string[], at: (index: number) => Path): readonly Fault[] {
  return names.flatMap((name, index): readonly Fault[] => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [faultAt(source, at(index), `is the key of entry ${first + 1} too: give each its own`)];
  });
}

const RESERVED = ['alertname', 'heartbeat'];

function overruled(source: Source, file: IngestFile): readonly Fault[] {
  return Object.entries(file.heartbeats ?? {}).flatMap(([name, { labels = {} }]) =>
    RESERVED.filter((label) => label in labels).map((label) =>
      faultAt(
        source,
        ['heartbeats', name, 'labels', label],
        'has no effect: a heartbeat sets this label itself',
        'key',
      ),
    ),
  );
}

/**
 * Makes of `ingest.yml` what the functions run.
 * @throws {ConfigError} with every fault, each at its line
 */
export function readIngest(source: Source): IngestRead {
  const read = validate(IngestFile, source);
  if (!read.ok) throw new ConfigError(read.faults);
  const { pagerduty = [], alertmanager = [], heartbeats = {}, ...file } = read.data;
  const faults = [
    ...twice(source, pagerduty.map(nameOf), (at) => ['pagerduty', at]),
    ...twice(
      source,
      alertmanager.map(({ bearer_file }) => bearer_file),
      (at) => ['alertmanager', at, 'bearer_file'],
    ),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  const hasHeartbeats = Object.keys(heartbeats).length > 0;
  const ingest: IngestConfiguration = {
    pagerduty: pagerduty.map(pagerdutySender),
    alertmanager: alertmanager.map(({ bearer_file: reference, labels = {}, rate_limit }) => ({
      name: reference,
      key: { reference },
      labels,
      perMinute: rate_limit ?? ALERTMANAGER_PER_MINUTE,
    })),
    heartbeats: Object.entries(heartbeats).map(([name, entry]) => heartbeatOf(name, entry)),
    heartbeatKey: hasHeartbeats ? (file.heartbeat_key_file ?? DEFAULT_HEARTBEAT_KEY) : null,
    accounts: file.accounts ?? [],
    regions: file.regions ?? [],
    ownHeartbeat: file.own_heartbeat?.url_file ?? null,
  };
  const inlineSecrets = pagerduty.flatMap(({ routing_key }, at): readonly Path[] =>
    routing_key === undefined ? [] : [['pagerduty', at, 'routing_key']],
  );
  const clear = inlineSecrets.map((path) =>
    faultAt(source, path, 'holds a secret in clear: write routing_key_file: ssm:/name'),
  );
  return {
    ingest,
    warnings: [...overruled(source, read.data), ...clear],
    inlineSecrets: inlineSecrets.map((path) => `${INGEST}: ${pathText(path)}`),
  };
}

/** {@link readIngest} of a folder's file; without one nothing comes in but by the topics. */
export function ingestOf(file: ConfigFile | undefined): IngestRead {
  const source = file && ('text' in file ? readYaml(file.name, file.text) : fromValue(file.name, file.value));
  const isEmpty = source?.value === null || source?.value === undefined;
  return source && !isEmpty ? readIngest(source) : { ingest: NOTHING_COMES_IN, warnings: [], inlineSecrets: [] };
}

/** The JSON Schema of `ingest.yml`, for editors. */
export const ingestJsonSchema = (): object => ({
  title: 'ingest.yml',
  ...z.toJSONSchema(IngestFile, { io: 'input', unrepresentable: 'any' }),
});
