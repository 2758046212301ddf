import { matchersText } from '../../../core/routing/text';
import type { EpochMs } from '../../../core/time';
import type { StoredSilence } from '../../../engine/muting/live';
import { addSilence, expireSilence, listSilences, SilenceError, stateOf } from '../../../engine/silence';
import { suggestion } from '../../../formats/yaml/nearest';
import type { SilenceAddOptions, SilenceExpireOptions, SilenceListOptions } from '../commands/silence';
import { type Answer, type Io, Problem, paint } from '../io';
import { type Operate, operate as operateLive } from '../live/operate';
import { author, requestOf } from './request';

/** `tocsin silence add`: the same --id twice is the same silence. */
export async function add(
  io: Io,
  matchers: readonly string[],
  options: SilenceAddOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const request = requestOf(matchers, options, Date.now());
  const { silence, isNew, concerned } = await operate(io, options, async ({ ports }) => {
    try {
      return await addSilence(ports, request);
    } catch (error) {
      if (!(error instanceof SilenceError)) throw error;
      const hint = /everything/.test(error.message) && !options.yes ? ' (--yes)' : '';
      throw new Problem(`${error.message}${hint}`);
    }
  });
  const now = Date.now();
  if (options.json) {
    io.out(JSON.stringify({ ...silenceAnswer(silence, now), is_new: isNew, concerned }));
    return 'yes';
  }
  io.out(`${isNew ? 'made' : 'was there already'}: ${line(io, silence, now)}`);
  const alerts = concerned === 1 ? 'one alert that fires' : `${concerned} alerts that fire`;
  io.out(concerned === 0 ? 'nothing that fires now is concerned' : `it concerns ${alerts} now`);
  return 'yes';
}

/** `tocsin silence list`: the last made first. */
export async function list(io: Io, options: SilenceListOptions, operate: Operate = operateLive): Promise<Answer> {
  const all = await operate(io, options, ({ ports }) => listSilences(ports));
  const now = Date.now();
  const found = all.filter((one) => options.all || stateOf(one, now) !== 'expired');
  if (options.json) io.out(JSON.stringify(found.map((one) => silenceAnswer(one, now))));
  else if (found.length === 0) io.out(options.all ? 'no silence' : 'no silence; --all shows what is over');
  else for (const one of found) io.out(line(io, one, now));
  return 'yes';
}

/** `tocsin silence expire`: what is over stays over. Each is tried, whatever becomes of the others. */
export async function expire(
  io: Io,
  ids: readonly string[],
  options: SilenceExpireOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const by = author(options.by);
  const { results, known } = await operate(io, options, async ({ ports }) => {
    const ended = [];
    for (const id of ids) ended.push({ id, found: await expireSilence(ports, id, by) });
    const isMissing = ended.some(({ found }) => !found);
    return { results: ended, known: isMissing ? (await listSilences(ports)).map(({ id }) => id) : [] };
  });
  const now = Date.now();
  const told = results.flatMap(({ found }) => (found ? [found] : []));
  if (options.json) {
    io.out(JSON.stringify(told.map(({ silence, wasOver }) => ({ ...silenceAnswer(silence, now), was_over: wasOver }))));
  } else {
    for (const { silence, wasOver } of told)
      io.out(`${wasOver ? 'was over already' : 'ended'}: ${line(io, silence, now)}`);
  }
  for (const { id } of results.filter(({ found }) => !found)) {
    const hint = known.length > 0 ? suggestion(id, known) : 'there is none at all';
    io.err(`tocsin: there is no silence ${JSON.stringify(id)}: ${hint}`);
  }
  return told.length === ids.length ? 'yes' : 'no';
}

const iso = (instant: EpochMs | null): string | null => (instant === null ? null : new Date(instant).toISOString());

/** A silence as programs read it. */
const silenceAnswer = (silence: StoredSilence, now: EpochMs) => ({
  id: silence.id,
  kind: silence.kind,
  state: stateOf(silence, now),
  matchers: silence.matchers,
  incident: silence.incident,
  starts_at: iso(silence.startsAt),
  ends_at: iso(silence.endsAt),
  recurrence: silence.recurrence && {
    cron: silence.recurrence.cron,
    timezone: silence.recurrence.timezone,
    duration_seconds: silence.recurrence.durationMs / 1_000,
  },
  created_by: silence.createdBy,
  created_at: iso(silence.createdAt),
  source: silence.source,
  comment: silence.comment,
  expired_by: silence.expiredBy,
  expired_at: iso(silence.expiredAt),
});

function whenText({ startsAt, endsAt, recurrence, incident }: StoredSilence): string {
  const end =
    endsAt === null ? (incident === null ? 'until it is ended' : 'until it is resolved') : `until ${iso(endsAt)}`;
  const again = recurrence
    ? `, at "${recurrence.cron}" ${recurrence.timezone} for ${recurrence.durationMs / 60_000} min`
    : '';
  return `from ${iso(startsAt)} ${end}${again}`;
}

function line(io: Io, silence: StoredSilence, now: EpochMs): string {
  const { id, kind, matchers, incident, createdBy, comment, expiredBy } = silence;
  const what = [matchers.length > 0 ? matchersText(matchers) : '', incident === null ? '' : `incident ${incident}`];
  const state = expiredBy === null ? stateOf(silence, now) : `ended by ${expiredBy}`;
  const name = kind === 'maintenance' ? ' maintenance' : '';
  const why = comment === '' ? '' : `: ${comment}`;
  const said = what.filter(Boolean).join(' of ');
  return `${paint(io, 'bold', id)}${name}  ${said} ${whenText(silence)} (${state}) by ${createdBy}${why}`;
}
