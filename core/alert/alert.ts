import type { EpochMs } from '../time';

/** Label and annotation sets; an absent name and an empty value mean the same, as in Alertmanager. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One thing that is wrong, as its source last described it.
 *
 * An alert has no state of its own: it fires until `endsAt`. Edge sources (CloudWatch) leave `endsAt` null while it
 * fires; level sources (Alertmanager) put it in the future.
 */
export type Alert = {
  /** 16 hex digits over the identity: alarm ARN and contributor, dedup key, or label set. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: EpochMs;
  /** When it ended or will expire; null: until its source says otherwise. */
  readonly endsAt: EpochMs | null;
  /** Its source did not say when it ends: `endsAt` is resolve_timeout after its report arrived. */
  readonly endIsAssumed?: true;
  /** When the source changed its mind (StateChangeTime); orders transitions, whatever order they arrive in. */
  readonly updatedAt: EpochMs;
  /** A page where a person can look at the source, or null. */
  readonly generatorUrl: string | null;
  /** The alert of which this is one part, by fingerprint: a contributor's alarm. */
  readonly partOf?: string;
  /** Alerts that this one repeats while it fires, by fingerprint: a composite's children. */
  readonly repeats?: readonly string[];
  /** Others say that they are parts of this one. */
  readonly hasParts?: true;
};

/** Does the alert fire at this instant? */
export const isFiring = (alert: Pick<Alert, 'endsAt'>, now: EpochMs): boolean =>
  alert.endsAt === null || alert.endsAt > now;

/** Severities from worst to mildest; any other word counts as milder than all of them. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;

/** 0 for critical, rising as it gets milder; unknown words share the last rank. */
export function severityRank(severity: string | undefined): number {
  const rank = (SEVERITIES as readonly string[]).indexOf(severity ?? '');
  return rank < 0 ? SEVERITIES.length : rank;
}
