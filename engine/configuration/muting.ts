import { type InhibitRule, ruleId } from '../../core/inhibition/inhibit-rule';
import type { TimeIntervals } from '../../core/interval/time-interval';
import type { Matcher } from '../../core/routing/matcher';
import { combine, readMatchers } from '../../formats/alertmanager/matcher';
import type { InhibitRuleNode, RoutingFile } from '../../formats/alertmanager/routing';
import type { Fault } from '../../formats/yaml/config-error';
import { faultAt, type Source } from '../../formats/yaml/source';

type Sections = Pick<RoutingFile, 'inhibit_rules' | 'time_intervals' | 'mute_time_intervals'>;

const read = (texts: readonly string[] | undefined): readonly Matcher[] =>
  (texts ?? []).map(readMatchers).flatMap((one) => (one.ok ? one.matchers : []));

function buildRule(rule: InhibitRuleNode): InhibitRule {
  const content = {
    sources: combine(rule.source_match ?? {}, rule.source_match_re ?? {}, read(rule.source_matchers)),
    targets: combine(rule.target_match ?? {}, rule.target_match_re ?? {}, read(rule.target_matchers)),
    equal: rule.equal ?? [],
  };
  return { id: ruleId(content), name: rule.name ?? '', ...content };
}

/** The inhibition rules as they will run, in the file's order. @param sections validated */
export const buildRules = ({ inhibit_rules }: Sections): readonly InhibitRule[] => (inhibit_rules ?? []).map(buildRule);

/** The time intervals by name, those of the deprecated section, too. @param sections validated */
export const buildIntervals = ({ time_intervals, mute_time_intervals }: Sections): TimeIntervals =>
  Object.fromEntries(
    [...(mute_time_intervals ?? []), ...(time_intervals ?? [])].map(({ name, time_intervals: periods }) => [
      name,
      { name, periods: periods ?? [] },
    ]),
  );

/** Matchers of the rules that are read in the old way. */
export function ruleWarnings(source: Source, { inhibit_rules }: Sections): readonly Fault[] {
  return (inhibit_rules ?? []).flatMap((rule, at) =>
    (['source_matchers', 'target_matchers'] as const).flatMap((key) =>
      (rule[key] ?? []).flatMap((text, place) => {
        const one = readMatchers(text);
        return one.ok && one.warning ? [faultAt(source, ['inhibit_rules', at, key, place], one.warning)] : [];
      }),
    ),
  );
}
