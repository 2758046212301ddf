import {
  type Conversation,
  type Group,
  type Header,
  IDLE,
  type Member,
  NO_CONVERSATION,
} from '../../../core/incident/group';
import type { Told } from '../../../core/incident/told';
import { HEARS_AS_UPSTREAM, type Integration } from '../../../core/routing/receiver';
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../core/time';

const START = Date.UTC(2026, 0, 5, 9);

/** Seconds after the start of the story. */
export const at = (seconds: number): EpochMs => START + seconds * SECOND_MS;

/** group_wait 30 s, group_interval 5 min, repeat_interval 4 h. */
export const TIMING = { groupWaitMs: 30 * SECOND_MS, groupIntervalMs: 5 * MINUTE_MS, repeatIntervalMs: 4 * HOUR_MS };

/** An alert; times in seconds after the start. It arrives when its source changed its mind. */
export function member(fingerprint: string, from: number, to: number | null = null, arrived = to ?? from): Member {
  return {
    fingerprint,
    labels: { alertname: fingerprint },
    annotations: {},
    startsAt: at(from),
    endsAt: to === null ? null : at(to),
    updatedAt: at(arrived),
    arrivedAt: at(arrived),
    generatorUrl: null,
  };
}

export const integration = (key: string, sendResolved = true): Integration => ({
  channel: 'webhook',
  index: 0,
  key,
  to: `http://${key}`,
  sendResolved,
  hears: HEARS_AS_UPSTREAM,
  settings: {},
});

/** What was told, each part as letters: `told('ab', 'c')`. */
export const told = (firing: string, resolved = '', muted = ''): Told => ({
  firing: new Set(firing),
  resolved: new Set(resolved),
  muted: new Set(muted),
});

export const delivered = (what: Told, seconds: number): Conversation => ({
  ...NO_CONVERSATION,
  done: { told: what, at: at(seconds) },
});

export const header = (changes: Partial<Header>): Header => ({ ...IDLE, ...changes });

type Parts = Partial<Group> & Pick<Group, 'header'>;

export const group = ({ members = [], integrations = [integration('a')], ...parts }: Parts): Group => ({
  id: 'g',
  groupKey: '{}:{}',
  groupLabels: {},
  receiver: 'team',
  paged: [],
  duty: null,
  lastResort: null,
  flapWindowMs: 5 * MINUTE_MS,
  isStrict: false,
  mutes: new Map(),
  mayMuteAt: null,
  timing: TIMING,
  conversations: {},
  members,
  integrations,
  ...parts,
});
