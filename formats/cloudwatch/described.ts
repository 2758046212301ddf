import type { EpochMs } from '../../core/time';
import { asText, field, instantIn, type Loose, listIn, recordIn, textIn } from '../loose';
import { type AlarmTransition, readState } from './alarm';
import { parseArn } from './arn';
import { isGrouped, readMeasure } from './measure';
import type { Pairs } from './pairs';

/** An alarm as CloudWatch describes it when it is asked. */
export type Described = {
  /** Its last transition, as a message would have told it; what it was before is not said. */
  readonly alarm: AlarmTransition;
  readonly actionsEnabled: boolean;
  /** ARNs of what it does when it goes into ALARM. */
  readonly alarmActions: readonly string[];
  /** What keeps a composite from acting; empty if nothing does. */
  readonly suppressedBy: string;
};

/** Reads an entry of DescribeAlarms, of any type, its times as ISO texts; null for what is none. */
export function readDescribed(entry: Loose, now: EpochMs): Described | null {
  const state = readState(textIn(entry, 'StateValue'));
  const [name, arn] = [textIn(entry, 'AlarmName'), textIn(entry, 'AlarmArn')];
  const { account = '', region = '' } = parseArn(arn) ?? {};
  if (!state || name === '' || account === '') return null;
  const alarmActions = listIn(entry, 'AlarmActions').map(asText);
  return {
    alarm: {
      name,
      arn,
      account,
      region,
      description: textIn(entry, 'AlarmDescription'),
      state,
      previous: null,
      changedAt: instantIn(entry, 'StateTransitionedTimestamp', 'StateUpdatedTimestamp') ?? now,
      alarmSince: null,
      reason: textIn(entry, 'StateReason'),
      reasonData: recordIn(entry, 'StateReasonData'),
      tags: [],
      actions: [...alarmActions, ...listIn(entry, 'OKActions').map(asText)],
      contributor: '',
      attributes: [],
      hasContributors: isGrouped(entry),
      measure: readMeasure(entry),
      rule: textIn(entry, 'AlarmRule'),
      children: [],
      withheld: '',
    },
    actionsEnabled: field(entry, 'ActionsEnabled') !== false,
    alarmActions,
    suppressedBy: textIn(entry, 'ActionsSuppressedBy'),
  };
}

/** What an event says, with what CloudWatch knows of the alarm besides: as its message would have said it. */
export const completed = (event: AlarmTransition, { alarm }: Described, tags: Pairs): AlarmTransition => ({
  ...event,
  description: alarm.description || event.description,
  tags: tags.length > 0 ? tags : event.tags,
  actions: alarm.actions,
  measure: alarm.measure ?? event.measure,
  rule: alarm.rule || event.rule,
});
