import type { People } from '../escalation/policy';
import { MINUTE_MS } from '../time';
import type { Schedule } from './schedule';

/** What `oncall.yml` says: people, when they are on call, and who is paged after whom. */
export type Oncall = People & {
  readonly schedules: Readonly<Record<string, Schedule>>;
  /** Where people's numbers and addresses lie outside of the configuration: only who sends reads it. */
  readonly contactsFile: { readonly $secret: string } | null;
};

export const DEFAULT_FLAP_WINDOW_MS = 5 * MINUTE_MS;

/** Nobody is on call, ever. */
export const NO_ONCALL: Oncall = {
  people: {},
  schedules: {},
  policies: {},
  lastResort: null,
  flapWindowMs: DEFAULT_FLAP_WINDOW_MS,
  contactsFile: null,
};
