import * as z from 'zod';
import type { EpochMs } from '../../../core/time';
import { groupOf } from '../../keys';
import type { Item } from '../../ports';
import { type HeaderItem, readHeader } from '../../stored';
import { secondsAfter } from './moment';
import type { Incident } from './result';

/** A commit of a group, as its timeline keeps it. */
const TimelineItem = z.object({
  pk: z.string(),
  sk: z.string(),
  at: z.number(),
  state: z.enum(['idle', 'triggered', 'acknowledged', 'muted', 'held']),
  episode: z.number(),
  acknowledgedBy: z.array(z.string()).optional(),
});
type Commit = z.infer<typeof TimelineItem>;

/** Each episode's commits from its opening on, in their order. */
function byEpisode(commits: readonly Commit[]): ReadonlyMap<number, readonly Commit[]> {
  const episodes = new Map<number, Commit[]>();
  for (const commit of commits) {
    const known = episodes.get(commit.episode);
    if (known) known.push(commit);
    else if (commit.state !== 'idle') episodes.set(commit.episode, [commit]);
  }
  return episodes;
}

function episodes(group: string, header: HeaderItem, commits: readonly Commit[], start: EpochMs): readonly Incident[] {
  const common = { group_labels: header.groupLabels, receivers: [header.receiver] };
  const incidents = [...byEpisode(commits)].map(([episode, own]): Incident => {
    const lastOpen = own.findLastIndex(({ state }) => state !== 'idle');
    const end = own[lastOpen + 1];
    const state = own[lastOpen]?.state ?? 'idle';
    return {
      id: `${group}-${episode}`,
      state: end || state === 'idle' ? 'resolved' : state,
      opened_at: secondsAfter(start, own[0]?.at ?? start),
      acknowledged_by: own.at(-1)?.acknowledgedBy?.[0] ?? null,
      resolved_at: end ? secondsAfter(start, end.at) : null,
      ...common,
    };
  });
  if (header.openAt == null) return incidents;
  const next = `${group}-${header.episode + 1}`;
  return [
    ...incidents,
    { id: next, state: 'pending', opened_at: null, acknowledged_by: null, resolved_at: null, ...common },
  ];
}

/** Every episode that the table knows of, in the order in which they opened; those that are about to open come last. */
export function incidentsIn(items: Iterable<Item>, start: EpochMs): readonly Incident[] {
  const headers = new Map<string, HeaderItem>();
  const timelines = new Map<string, Commit[]>();
  for (const item of items) {
    const group = groupOf(item.pk);
    if (group === null) continue;
    if (item.sk === 'H') headers.set(group, readHeader(item));
    if (item.sk.startsWith('E#')) timelines.set(group, [...(timelines.get(group) ?? []), TimelineItem.parse(item)]);
  }
  const all = [...headers].flatMap(([group, header]) => {
    const commits = [...(timelines.get(group) ?? [])].sort((a, b) => (a.sk < b.sk ? -1 : 1));
    return episodes(group, header, commits, start);
  });
  const when = ({ opened_at }: Incident) => opened_at ?? Number.POSITIVE_INFINITY;
  return all.sort((a, b) => (when(a) === when(b) ? (a.id < b.id ? -1 : 1) : when(a) - when(b)));
}
