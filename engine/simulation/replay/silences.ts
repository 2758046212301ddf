import type { EpochMs } from '../../../core/time';
import { readMatcher } from '../../../formats/alertmanager/matcher';
import { ConfigError, type Fault, type Path } from '../../../formats/yaml/config-error';
import { suggestion } from '../../../formats/yaml/nearest';
import { faultAt, type Source } from '../../../formats/yaml/source';
import type { StoredSilence } from '../../muting/live';
import { instantOf } from './moment';
import type { RawEvent } from './schema';

type Context = { readonly source: Source; readonly start: EpochMs };
type RawSilence = NonNullable<RawEvent['silence']>;

/** A silence of a scenario, as Alertmanager's API takes it. @throws {ConfigError} with all that is wrong in it */
export function silenceIn(
  { source, start }: Context,
  { at, silence }: RawEvent & { silence: RawSilence },
  path: Path,
): StoredSilence {
  const faults: Fault[] = [];
  const fail = (key: Path, message: string): void => void faults.push(faultAt(source, [...path, ...key], message));
  const now = instantOf(at, start);
  const { id, matchers, created_by: createdBy = 'replay', comment = '' } = silence;
  const read = matchers.flatMap((text, place) => {
    const one = readMatcher(text);
    if (!one.ok) fail(['matchers', place], one.error);
    return one.ok ? one.matchers : [];
  });
  if (matchers.length === 0) fail(['matchers'], 'write at least one matcher, like \'alertname="DiskFull"\'');
  // Alertmanager has one that is to start in the past start now.
  const startsAt = Math.max(now, silence.starts_at ? instantOf(silence.starts_at, start) : now);
  const endsAt = silence.ends_at ? instantOf(silence.ends_at, start) : null;
  if (endsAt !== null && endsAt <= startsAt) fail(['ends_at'], 'the silence would end before it starts');
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    id: id ?? `silence-${String(path[1])}`,
    kind: 'silence',
    matchers: read,
    incident: null,
    startsAt,
    endsAt,
    recurrence: null,
    createdBy,
    comment,
    createdAt: now,
    source: 'replay',
    expiredBy: null,
    expiredAt: null,
  };
}

/** Ids that nobody gave to a silence cannot be expired. */
export function unknownSilences(source: Source, events: readonly RawEvent[]): readonly Fault[] {
  const known = events.flatMap(({ silence }) => silence?.id ?? []);
  return events.flatMap(({ expire_silence: id }, at) => {
    if (id === undefined || known.includes(id)) return [];
    const hint = known.length > 0 ? suggestion(id, known) : 'no silence of this file has an id';
    return [faultAt(source, ['events', at, 'expire_silence'], `there is no silence ${JSON.stringify(id)}: ${hint}`)];
  });
}
