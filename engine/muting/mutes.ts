import { isFiring } from '../../core/alert/alert';
import type { Group, Member, Mute } from '../../core/incident/group';
import { mutedByTime } from '../../core/interval/time-interval';
import type { Route } from '../../core/routing/route';
import { nextChange } from '../../core/silence/silence';
import { silencedBy } from '../../core/silence/silence-index';
import type { EpochMs } from '../../core/time';
import type { Configuration } from '../configuration/configuration';
import type { Store } from '../ports';
import type { HeaderItem } from '../stored';
import { inhibitedNow } from './inhibited';
import type { Live } from './live';

/** What a silence for one incident names: the episode that is open, or the one that is about to be. */
export const incidentOf = ({ id, header: { state, episode } }: Pick<Group, 'id' | 'header'>): string =>
  `${id}-${state === 'idle' ? episode + 1 : episode}`;

/**
 * Everything that keeps members of a group from being told at this moment, by fingerprint, in the order in which
 * Alertmanager asks: inhibition, times, silences; and when that may change. Of alerts that are over it only matters to who is strict.
 */
export async function mutesOf(
  store: Pick<Store, 'query'>,
  configuration: Configuration,
  live: Live,
  { group, item }: { readonly group: Group; readonly item: HeaderItem },
  now: EpochMs,
): Promise<Pick<Group, 'mutes' | 'mayMuteAt'>> {
  const concerned = group.isStrict ? group.members : group.members.filter((member) => isFiring(member, now));
  if (concerned.length === 0) return { mutes: new Map(), mayMuteAt: null };
  const { inhibited, isAsked } = await inhibitedNow(store, configuration, concerned, {
    now,
    isAnyWithin: live.isAnyWithin,
  });
  const route = routeOf(configuration, item);
  const byTime = mutedNow(configuration, route, now);
  const incident = incidentOf(group);
  const mutes = new Map<string, readonly Mute[]>();
  for (const { fingerprint, labels } of concerned) {
    const silences = silencedBy(live.index, labels, now, incident).map((name): Mute => ({ by: 'silence', name }));
    const all = [...(inhibited.get(fingerprint) ?? []), ...byTime, ...silences];
    if (all.length > 0) mutes.set(fingerprint, all);
  }
  // What a rule or a time may mute is looked at every time, as Alertmanager looks at everything.
  const hasTimes = route !== null && route.muteTimeIntervals.length + route.activeTimeIntervals.length > 0;
  return { mutes, mayMuteAt: isAsked || hasTimes ? now : nextSilenceAt(live, now) };
}

/** When the next silence begins that is not here yet, or comes back; whomever it concerns. */
function nextSilenceAt({ silences }: Live, now: EpochMs): EpochMs | null {
  const coming = silences.filter(({ startsAt, recurrence }) => recurrence !== null || startsAt > now);
  const instants = coming.flatMap((silence) => nextChange(silence, now) ?? []);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A member that fires and is not told, and why. */
export type Muted = { readonly member: Member; readonly mutes: readonly Mute[] };

export const mutedMembers = ({ members, mutes }: Group, now: EpochMs): readonly Muted[] =>
  members.flatMap((member) => {
    const why = mutes.get(member.fingerprint);
    return why && isFiring(member, now) ? [{ member, mutes: why }] : [];
  });

function mutedNow(configuration: Configuration, route: Route | null, now: EpochMs): readonly Mute[] {
  if (!route) return [];
  return mutedByTime(route, configuration.intervals, now).map((name): Mute => ({ by: 'time', name }));
}

const byPath = new WeakMap<Route, ReadonlyMap<string, readonly Route[]>>();

function pathsIn(root: Route): ReadonlyMap<string, readonly Route[]> {
  const known = byPath.get(root);
  if (known) return known;
  const paths = new Map<string, Route[]>();
  const walk = (route: Route): void => {
    const key = JSON.stringify([route.receiver, route.path]);
    paths.set(key, [...(paths.get(key) ?? []), route]);
    for (const child of route.routes) walk(child);
  };
  walk(root);
  byPath.set(root, paths);
  return paths;
}

/** The route by which a group came about, as it is now: its times count, not those that it had then. */
function routeOf({ route }: Configuration, { receiver, path, groupLabels }: HeaderItem): Route | null {
  const routes = pathsIn(route).get(JSON.stringify([receiver, path])) ?? [];
  const names = Object.keys(groupLabels);
  const fitting = routes.find(({ groupBy }) => groupBy === '...' || names.every((name) => groupBy.includes(name)));
  return fitting ?? routes[0] ?? null;
}
