import * as z from 'zod';
import type { Matcher } from '../../core/routing/matcher';
import { inOrder } from '../../core/routing/text';
import type { Silence } from '../../core/silence/silence';
import { ConfigError, type Fault } from '../yaml/config-error';
import { faultAt, readYaml } from '../yaml/source';
import { validate } from '../yaml/validate';
import { readMatcher } from './matcher';

const Time = z.iso.datetime({ offset: true, error: 'write a time with its zone, like "2026-01-05T09:00:00Z"' });

const MatcherText = z.string().transform((text, context): Matcher => {
  const read = readMatcher(text);
  const [matcher] = read.ok ? read.matchers : [];
  if (matcher) return matcher;
  const message = read.ok ? `${JSON.stringify(text)} is not one matcher` : read.error;
  context.issues.push({ code: 'custom', message, input: text });
  return z.NEVER;
});
const MatcherObject = z
  .strictObject({
    name: z.string().min(1),
    value: z.string(),
    isRegex: z.boolean(),
    isEqual: z.boolean().optional(),
  })
  .transform(({ name, value, isRegex, isEqual = true }): Matcher => {
    const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
    return { name, operator, value };
  });
const Matchers = z.array(z.union([MatcherText, MatcherObject])).min(1, 'must hold at least one matcher');

const instant = (time: string | undefined): number | null => (time === undefined ? null : Date.parse(time));
const said = { id: z.string().optional(), matchers: Matchers, comment: z.string().optional() };

/** As `amtool silence query -o json` prints it: what else it says does not matter here. */
const Upstream = z
  .looseObject({ ...said, startsAt: Time.optional(), endsAt: Time.optional(), createdBy: z.string().optional() })
  .transform(({ id, matchers, startsAt, endsAt, createdBy = '', comment = '' }) => {
    return { id, matchers, startsAt: instant(startsAt) ?? 0, endsAt: instant(endsAt), createdBy, comment };
  });
/** As a scenario says it. */
const Ours = z
  .strictObject({ ...said, starts_at: Time.optional(), ends_at: Time.optional(), created_by: z.string().optional() })
  .transform(({ id, matchers, starts_at, ends_at, created_by = '', comment = '' }) => {
    const times = { startsAt: instant(starts_at) ?? 0, endsAt: instant(ends_at) };
    return { id, matchers, ...times, createdBy: created_by, comment };
  });

const isUpstream = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['startsAt', 'endsAt', 'createdBy', 'status'].some((key) => key in value);

/**
 * Reads a file with a list of silences: the JSON of `amtool silence query -o json` (and `GET /api/v2/silences`), or YAML
 * in the words of a scenario. Without a start or an end a silence holds from ever or for ever; without an id it is known
 * by its place, from 1.
 * @throws {ConfigError} with the place of all that is wrong
 */
export function readSilences(name: string, text: string): readonly Silence[] {
  const source = readYaml(name, text);
  const list: unknown = source.value ?? [];
  if (!Array.isArray(list)) {
    const message = 'is not a list of silences: write what "amtool silence query -o json" prints';
    throw new ConfigError([faultAt(source, [], message)]);
  }
  const faults: Fault[] = [];
  const silences = list.flatMap((value: unknown, at): readonly Silence[] => {
    const read = validate(isUpstream(value) ? Upstream : Ours, source, value, (path) => [at, ...path]);
    if (!read.ok) {
      faults.push(...read.faults);
      return [];
    }
    const { id = `${at + 1}`, matchers, ...others } = read.data;
    return [{ ...others, id, kind: 'silence', matchers: inOrder(matchers), incident: null, recurrence: null }];
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return silences;
}
