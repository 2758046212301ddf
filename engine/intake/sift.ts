import { type Alert, isFiring, type Labels } from '../../core/alert/alert';
import { fingerprint } from '../../core/alert/fingerprint';
import { allOf, labelValue } from '../../core/routing/matcher';
import { type EpochMs, HOUR_MS } from '../../core/time';
import { parseArn } from '../../formats/cloudwatch/arn';
import { asRecord, parseJson } from '../../formats/loose';
import { openEnvelope } from '../../formats/sns/envelope';
import type { IngestConfiguration } from './configuration';

/** What of a message's alerts is routed, which heartbeats they are, and what is refused and why. */
export type Sifted = {
  readonly alerts: readonly Alert[];
  /** Names of the heartbeats that were heard. */
  readonly heard: readonly string[];
  readonly refused: readonly { readonly reason: string }[];
};

type Origin = { readonly account: string; readonly region: string };

/**
 * Sorts out what is a sign of life and what comes from accounts and regions that may not send.
 * @param body what the alerts came in; null: who sent it had a key
 */
export function sift(ingest: IngestConfiguration, body: string | null, alerts: readonly Alert[], now: EpochMs): Sifted {
  const { accepted, foreign } = byOrigin(ingest, body, alerts);
  const beating = accepted.map((alert) => heartbeatsOf(ingest, alert.labels));
  return {
    alerts: [...accepted.filter((_, at) => beating[at]?.length === 0), ...refusals(foreign, now)],
    // The end of such an alert is no sign of life: its silence will tell.
    heard: [...new Set(accepted.flatMap((alert, at) => (isFiring(alert, now) ? (beating[at] ?? []) : [])))],
    refused: foreign.map(({ account, region }) => ({
      reason: `refused: account ${account || 'unknown'}, region ${region || 'unknown'} may not send (ingest.yml)`,
    })),
  };
}

const heartbeatsOf = ({ heartbeats }: IngestConfiguration, labels: Labels): readonly string[] =>
  heartbeats.filter(({ matchers }) => matchers.length > 0 && allOf(matchers)(labels)).map(({ name }) => name);

const isAmong = (allowed: readonly string[], value: string): boolean =>
  allowed.length === 0 || value === '' || allowed.includes(value);

/** Does `ingest.yml` let its alarms in? What is not known is no reason to refuse. */
export const mayComeFrom = ({ accounts, regions }: IngestConfiguration, { account, region }: Origin): boolean =>
  isAmong(accounts, account) && isAmong(regions, region);

/** The topics that a message came by; what carries none says nothing of its origin there. */
function topicsOf(body: string): readonly Origin[] {
  const value = asRecord(parseJson(body));
  return (value ? (openEnvelope(value) ?? []) : []).flatMap(({ topicArn }) => parseArn(topicArn) ?? []);
}

/** Both are checked: the topic, and the account that the alarm says it is of. */
function byOrigin(ingest: IngestConfiguration, body: string | null, alerts: readonly Alert[]) {
  if (body === null || ingest.accounts.length + ingest.regions.length === 0) return { accepted: alerts, foreign: [] };
  const topic = topicsOf(body).find((origin) => !mayComeFrom(ingest, origin));
  const accepted: Alert[] = [];
  const foreign: (Origin & { readonly alert: Alert })[] = [];
  for (const alert of alerts) {
    const own = { account: labelValue(alert.labels, 'account'), region: labelValue(alert.labels, 'region') };
    if (!topic && mayComeFrom(ingest, own)) accepted.push(alert);
    else foreign.push({ ...(topic ?? own), alert });
  }
  return { accepted, foreign };
}

/** How long one refusal is shown after the last. */
const SHOWN_MS = HOUR_MS;

/** Nobody is woken by a stranger, but somebody should see that there is one: or a line is missing in `ingest.yml`. */
function refusals(foreign: readonly (Origin & { readonly alert: Alert })[], now: EpochMs): readonly Alert[] {
  const byPlace = new Map(foreign.map((one) => [`${one.account} ${one.region}`, one]));
  return [...byPlace.values()].map(({ account, region, alert }) => ({
    fingerprint: fingerprint('refused', account, region),
    labels: {
      alertname: 'SenderRefused',
      severity: 'warning',
      source: 'tocsin',
      ...(account && { account }),
      ...(region && { region }),
    },
    annotations: {
      summary: `an alarm of account ${account || 'unknown'} in ${region || 'an unknown region'} was refused`,
      description: `ingest.yml does not name it among accounts and regions, so ${labelValue(alert.labels, 'alertname')} was not routed. If it is yours, add it there; if not, see who may publish on the topics.`,
    },
    startsAt: now,
    endsAt: now + SHOWN_MS,
    updatedAt: now,
    generatorUrl: null,
  }));
}
