import { parse, stringify } from 'yaml';
import { hash } from '../../core/hash';
import { heartbeatToken } from '../../core/heartbeat/token';
import type { LocalSecret } from './localise';

/** What somebody needs who posts to the local run. */
export type LocalIntake = {
  readonly routingKey: string;
  readonly bearer: string;
  /** The path of each heartbeat, by name. */
  readonly heartbeats: Readonly<Record<string, string>>;
};

export type LocalisedIngest = {
  readonly text: string;
  readonly secrets: readonly LocalSecret[];
  readonly intake: LocalIntake;
};

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const entriesOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Of the shape that PagerDuty gives out, the same in every run, and worth nothing. */
const keyFor = (reference: string): string => hash(32, 'local', reference);

const HEARTBEAT_KEY = 'ssm:/tocsin/heartbeat-key';

/**
 * The same `ingest.yml` with keys of this machine. Accounts and regions are those of AWS, not of the embedded one, and
 * nothing is to ring elsewhere: both are left out. Where a team has no key yet, there is one to try with.
 * @param text of the team's file, null where there is none
 */
export function localiseIngest(text: string | null): LocalisedIngest {
  const read: unknown = text === null ? {} : parse(text);
  const { accounts: _, regions: __, own_heartbeat: ___, ...file } = isFields(read) ? read : {};
  const pagerduty = withOne(file.pagerduty, { routing_key_file: 'ssm:/tocsin-local/routing-key' });
  const alertmanager = withOne(file.alertmanager, { bearer_file: 'ssm:/tocsin-local/bearer' });
  const heartbeatKey = String(file.heartbeat_key_file ?? HEARTBEAT_KEY);
  const references = [
    ...pagerduty.map(({ routing_key_file }) => routing_key_file),
    ...alertmanager.map(({ bearer_file }) => bearer_file),
    heartbeatKey,
  ].filter((reference) => typeof reference === 'string');
  const names = isFields(file.heartbeats) ? Object.keys(file.heartbeats) : [];
  return {
    text: stringify({ ...file, pagerduty, alertmanager }),
    secrets: [...new Set(references)].map((reference) => ({ reference, value: keyFor(reference) })),
    intake: {
      routingKey: String(pagerduty[0]?.routing_key ?? keyFor(String(pagerduty[0]?.routing_key_file))),
      bearer: keyFor(String(alertmanager[0]?.bearer_file)),
      heartbeats: Object.fromEntries(
        names.map((name) => [name, `/heartbeat/${name}/${heartbeatToken(keyFor(heartbeatKey), name)}`]),
      ),
    },
  };
}

const withOne = (entries: unknown, one: Fields): readonly Fields[] => {
  const own = entriesOf(entries);
  return own.length > 0 ? own : [one];
};
