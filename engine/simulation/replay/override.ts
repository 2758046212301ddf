import type { Oncall } from '../../../core/oncall/oncall';
import { faultOf } from '../../../core/oncall/override';
import type { EpochMs } from '../../../core/time';
import { ConfigError, type Fault, type Path } from '../../../formats/yaml/config-error';
import { suggestion } from '../../../formats/yaml/nearest';
import { faultAt, type Source } from '../../../formats/yaml/source';
import type { OverrideRequest } from '../../override';
import { instantOf } from './moment';
import type { OverrideEvent } from './schema';

type Place = { readonly source: Source; readonly path: Path; readonly at: EpochMs; readonly start: EpochMs };

/**
 * What an `override` event asks for.
 * @throws {ConfigError} where it names what the configuration does not know, or is no override
 */
export function overrideRequest(
  event: OverrideEvent,
  { source, path, at, start }: Place,
  { schedules, people }: Pick<Oncall, 'schedules' | 'people'>,
): OverrideRequest {
  const faults: Fault[] = [];
  const known = (key: string, what: string, name: string | undefined, names: readonly string[]) => {
    if (name === undefined || names.includes(name)) return;
    const message = `there is no ${what} ${JSON.stringify(name)}: ${suggestion(name, names)}`;
    faults.push(faultAt(source, [...path, key], message));
  };
  known('schedule', 'schedule', event.schedule, Object.keys(schedules));
  known('person', 'person', event.person, Object.keys(people));
  known('replaces', 'person', event.replaces, Object.keys(people));
  const from = event.from === undefined ? at : instantOf(event.from, start);
  const said = {
    schedule: event.schedule,
    from,
    to: instantOf(event.to, start),
    person: event.person ?? null,
    replaces: event.replaces ?? null,
    createdBy: 'replay',
    comment: '',
  };
  const fault = faultOf({ ...said, id: '' });
  if (fault !== null) faults.push(faultAt(source, path, fault, 'key'));
  if (faults.length > 0) throw new ConfigError(faults);
  // Each event of a scenario is asked for once.
  return { ...said, commandId: path.join('/'), source: 'replay' };
}
