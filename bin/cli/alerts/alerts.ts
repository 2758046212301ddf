import { muteText } from '../../../core/incident/group';
import { allOf } from '../../../core/routing/matcher';
import type { EpochMs } from '../../../core/time';
import { type AlertStatus, listAlerts, type Standing } from '../../../engine/alerts';
import type { StoredSilence } from '../../../engine/muting/live';
import { listSilences } from '../../../engine/silence';
import { nameOf } from '../../../engine/simulation/replay/story';
import type { AlertsOptions } from '../commands/alerts';
import { type Answer, type Io, paint } from '../io';
import { type Operate, operate as operateLive } from '../live/operate';
import { matchersOf } from '../silence/request';

const isMuted = ({ mutes, soon }: Standing): boolean => mutes.length + soon.length > 0;

/** `tocsin alerts`: what fires, and why somebody hears of it or does not. */
export async function alerts(
  io: Io,
  texts: readonly string[],
  options: AlertsOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const holds = allOf(matchersOf(texts));
  const { all, silences } = await operate(io, options, async ({ ports }) => ({
    all: await listAlerts(ports),
    silences: await listSilences(ports),
  }));
  const found = all
    .filter(({ labels }) => holds(labels))
    .filter((one) => !options.muted || one.standings.some(isMuted));
  if (options.json) {
    io.out(JSON.stringify(found.map(alertAnswer)));
    return 'yes';
  }
  const byId = new Map(silences.map((silence) => [silence.id, silence]));
  for (const one of found) {
    io.out(`${paint(io, 'bold', nameOf(one.labels))} since ${iso(one.startsAt)}`);
    for (const standing of one.standings) io.out(`  ${standing.receiver}: ${standingText(standing, byId)}`);
  }
  if (found.length === 0) io.out(all.length === 0 ? 'nothing fires' : `none of ${all.length} alerts that fire`);
  return 'yes';
}

const iso = (instant: EpochMs): string => new Date(instant).toISOString();

/** The channel of a slot. */
const channelOf = (slot: string): string => slot.split('-')[0] ?? slot;
const channels = (slots: readonly string[]): string => [...new Set(slots.map(channelOf))].join(', ');

const alertAnswer = ({ fingerprint, labels, annotations, startsAt, generatorUrl, standings }: AlertStatus) => ({
  fingerprint,
  state: standings.every(isMuted) ? 'muted' : 'active',
  labels,
  annotations,
  starts_at: iso(startsAt),
  generator_url: generatorUrl,
  receivers: standings.map((one) => ({
    receiver: one.receiver,
    incident: one.incident,
    state: one.state,
    muted_by: [...one.mutes, ...one.soon.map((name) => ({ by: 'silence', name }))],
    told: one.toldTo.map(channelOf),
    telling: one.telling.map(channelOf),
    failed: one.failed.map(({ slot, reason }) => ({ channel: channelOf(slot), reason })),
    next_look_at: one.nextLookAt === null ? null : iso(one.nextLookAt),
  })),
});

function standingText(standing: Standing, silences: ReadonlyMap<string, StoredSilence>): string {
  const { state, mutes, soon, toldTo, telling, failed, nextLookAt, incident } = standing;
  const why = (id: string): string => {
    const silence = silences.get(id);
    return silence ? ` (${silence.createdBy}${silence.comment && `: ${silence.comment}`})` : '';
  };
  const muted = [
    ...mutes.map((mute) => `${muteText(mute)}${mute.by === 'silence' ? why(mute.name) : ''}`),
    ...soon.map((id) => `silence ${id}${why(id)}, from the next look on`),
  ];
  const parts = [
    muted.length > 0 ? `muted by ${muted.join(', ')}` : '',
    toldTo.length > 0 ? `told by ${channels(toldTo)}` : '',
    telling.length > 0 ? `being told by ${channels(telling)}` : '',
    ...failed.map(({ slot, reason }) => `${channelOf(slot)} failed: ${reason}`),
    muted.length + toldTo.length + telling.length === 0 && nextLookAt !== null ? `waits until ${iso(nextLookAt)}` : '',
  ];
  return `${state}: ${parts.filter(Boolean).join('; ')}; incident ${incident}`;
}
