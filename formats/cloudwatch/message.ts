import type { EpochMs } from '../../core/time';
import { asRecord, field, instantIn, type Loose, listIn, recordIn, textIn } from '../loose';
import { type AlarmTransition, readState } from './alarm';
import { alarmArn, alarmNameOf, parseArn } from './arn';
import { isGrouped, type Measure, readMeasure } from './measure';
import { readPairs } from './pairs';
import { regionCode } from './regions';

/** What stood around the message. */
export type Around = {
  /** The topic that it came by, or empty. */
  readonly topicArn: string;
  /** When it was sent, or else received. */
  readonly at: EpochMs;
};

/**
 * Reads the message that CloudWatch publishes to a topic: metric, expression, anomaly, composite, log and other
 * alarms, old and new. Null if it is no such message.
 */
export function readMessage(message: Loose, { topicArn, at }: Around): AlarmTransition | null {
  const state = readState(textIn(message, 'NewStateValue'));
  const givenArn = textIn(message, 'AlarmArn', 'AlarmARN').trim();
  const arnName = alarmNameOf(givenArn);
  const name = textIn(message, 'AlarmName') || arnName;
  if (!state || name === '') return null;
  const arn = arnName === '' ? null : parseArn(givenArn);
  const account = arn?.account || textIn(message, 'AWSAccountId').trim();
  const region = arn?.region || regionCode(textIn(message, 'Region')) || parseArn(topicArn)?.region || '';
  return {
    name,
    arn: arn ? givenArn : alarmArn(region, account, name),
    account,
    region,
    description: textIn(message, 'AlarmDescription'),
    state,
    previous: readState(textIn(message, 'OldStateValue')),
    changedAt: instantIn(message, 'StateChangeTime') ?? at,
    alarmSince: null,
    reason: textIn(message, 'NewStateReason'),
    reasonData: recordIn(message, 'NewStateReasonData'),
    tags: readPairs(field(message, 'AlarmTags', 'alarmTags', 'Tags')),
    actions: ACTIONS.flatMap((list) => listIn(message, list)).filter((action) => typeof action === 'string'),
    contributor: textIn(message, 'AlarmContributorId', 'ContributorId').trim(),
    attributes: readPairs(field(message, 'AlarmContributorAttributes', 'ContributorAttributes')),
    hasContributors: isGrouped(message) || isGrouped(recordIn(message, 'Trigger')),
    measure: measureOf(message),
    rule: textIn(message, 'AlarmRule'),
    children: childrenIn(listIn(message, 'TriggeringChildren')),
    withheld: withheldIn(message),
  };
}

const ACTIONS = ['AlarmActions', 'OKActions'];

/** A log alarm's query is its metric, and has no name. */
function measureOf(message: Loose): Measure | null {
  const measure = readMeasure(recordIn(message, 'Trigger'));
  const isNameless = measure !== null && measure.title === '' && textIn(message, 'QueryString') !== '';
  return isNameless ? { ...measure, title: 'the result of the log query', isExpression: true } : measure;
}

/** ARNs of the children of a composite that are in ALARM, as far as is said. */
export const childrenIn = (children: readonly unknown[]): readonly string[] =>
  children.flatMap((value) => {
    const child = asRecord(value) ?? {};
    const state = readState(textIn(recordIn(child, 'State', 'state'), 'Value', 'value')) ?? 'ALARM';
    const arn = textIn(child, 'Arn', 'arn');
    return arn !== '' && state === 'ALARM' ? [arn] : [];
  });

/** Why CloudWatch ran no action: a mute rule or a composite's suppressor. Empty if it did. */
export function withheldIn(record: Loose): string {
  const suppressor = textIn(record, 'actionsSuppressedBy', 'ActionsSuppressedBy');
  if (suppressor !== '') return `its actions are suppressed by ${suppressor}`;
  const mute = recordIn(record, 'muteDetail', 'MuteDetail');
  if (Object.keys(mute).length === 0) return '';
  const by = textIn(mute, 'mutedBy', 'MutedBy');
  return by === '' ? 'it is muted' : `it is muted by ${by}`;
}
