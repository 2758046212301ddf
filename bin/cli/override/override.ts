import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { EpochMs } from '../../../core/time';
import {
  addOverride,
  listOverrides,
  OverrideBusy,
  OverrideError,
  overrideState,
  removeOverride,
  type StoredOverride,
} from '../../../engine/override';
import { suggestion } from '../../../formats/yaml/nearest';
import type { OverrideAddOptions, OverrideListOptions, OverrideRemoveOptions } from '../commands/override';
import { readConfiguration } from '../folder';
import { type Answer, type Io, Problem, paint, UsageError } from '../io';
import { type Operate, operate as operateLive } from '../live/operate';
import { parseTime } from '../time';

/** Who sits here, if nobody says another name. */
const author = (by: string | undefined): string => by ?? userInfo().username;

/** @throws {Problem} where the configuration has no such name */
function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new Problem(`there is no ${what} ${JSON.stringify(name)}: ${suggestion(name, names)}`);
}

/** What is refused is the answer to a command, not a fault of ours. */
async function answered<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OverrideError || error instanceof OverrideBusy) throw new Problem(error.message);
    throw error;
  }
}

/** `tocsin override add`: the same --id twice is the same override. */
export async function add(
  io: Io,
  schedule: string,
  options: OverrideAddOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const { person, replaces } = options;
  if (person === undefined && replaces === undefined)
    throw new UsageError('say --person, --replaces, or both: who comes for whom');
  const now = Date.now();
  const from = options.from === undefined ? null : parseTime('--from', options.from, now);
  const to = parseTime('--to', options.to, from ?? now);
  const { people, schedules } = readConfiguration(io, options.config).oncall;
  known('schedule', schedule, Object.keys(schedules));
  for (const one of [person, replaces]) if (one !== undefined) known('person', one, Object.keys(people));
  const request = {
    commandId: options.id ?? randomUUID(),
    schedule,
    from,
    to,
    person: person ?? null,
    replaces: replaces ?? null,
    createdBy: author(options.by),
    comment: options.comment ?? '',
    source: 'cli',
  };
  const { override, isNew } = await operate(io, options, ({ ports }) => answered(() => addOverride(ports, request)));
  // It may have begun just now.
  const then = Date.now();
  if (options.json) io.out(JSON.stringify({ ...overrideAnswer(override, then), is_new: isNew }));
  else io.out(`${isNew ? 'made' : 'was there already'}: ${line(io, override, then)}`);
  return 'yes';
}

/** `tocsin override list`: the latest first. */
export async function list(
  io: Io,
  schedule: string | undefined,
  options: OverrideListOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const now = Date.now();
  const all = await operate(io, options, ({ ports }) => listOverrides(ports));
  const found = all
    .filter((one) => schedule === undefined || one.schedule === schedule)
    .filter((one) => options.all || overrideState(one, now) !== 'over');
  if (options.json) io.out(JSON.stringify(found.map((one) => overrideAnswer(one, now))));
  else if (found.length === 0) io.out('no override');
  else for (const one of found) io.out(line(io, one, now));
  return 'yes';
}

/** `tocsin override remove`: what is over stays over. */
export async function remove(
  io: Io,
  id: string,
  options: OverrideRemoveOptions,
  operate: Operate = operateLive,
): Promise<Answer> {
  const found = await operate(io, options, ({ ports }) => removeOverride(ports, id, author(options.by)));
  if (!found) throw new Problem(`there is no override ${JSON.stringify(id)}: see "override list"`);
  const now = Date.now();
  if (options.json) io.out(JSON.stringify({ ...overrideAnswer(found.override, now), was_over: found.wasOver }));
  else io.out(`${found.wasOver ? 'was over already' : 'taken back'}: ${line(io, found.override, now)}`);
  return 'yes';
}

const iso = (instant: EpochMs): string => new Date(instant).toISOString();

/** An override as programs read it. */
const overrideAnswer = (override: StoredOverride, now: EpochMs) => ({
  id: override.id,
  schedule: override.schedule,
  from: iso(override.from),
  to: iso(override.to),
  person: override.person,
  replaces: override.replaces,
  created_by: override.createdBy,
  created_at: iso(override.createdAt),
  comment: override.comment,
  source: override.source,
  removed_by: override.removedBy,
  removed_at: override.removedAt === null ? null : iso(override.removedAt),
  state: overrideState(override, now),
});

function whoText({ person, replaces }: StoredOverride): string {
  if (replaces === null) return `${person} in addition`;
  return `${person ?? 'nobody'} for ${replaces}`;
}

function line(io: Io, override: StoredOverride, now: EpochMs): string {
  const { id, schedule, from, to, createdBy, comment, removedBy } = override;
  const state = removedBy === null ? overrideState(override, now) : `taken back by ${removedBy}`;
  const why = comment === '' ? '' : `: ${comment}`;
  return `${paint(io, 'bold', id)}  ${schedule}: ${whoText(override)}, ${iso(from)} to ${iso(to)} (${state}) by ${createdBy}${why}`;
}
