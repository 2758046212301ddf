import { asText, field, instantIn, type Loose, listIn, recordIn, textIn } from '../loose';
import { type AlarmTransition, readState } from './alarm';
import { alarmArn, alarmNameOf, parseArn } from './arn';
import { isGrouped, readMeasure } from './measure';
import { type Around, childrenIn, withheldIn } from './message';
import { readPairs } from './pairs';
import { regionCode } from './regions';

/** Is it EventBridge's own word that an alarm, or a contributor of one, changed its state? */
export const isStateChange = (event: Loose): boolean =>
  textIn(event, 'source') === 'aws.cloudwatch' &&
  /^CloudWatch Alarm .*State Change$/.test(textIn(event, 'detail-type'));

/**
 * Reads EventBridge's `CloudWatch Alarm State Change` (of a contributor, too) and what an alarm hands to a function
 * that it calls. Null if it is neither.
 */
export function readEvent(event: Loose, { at }: Around): AlarmTransition | null {
  const detail = recordIn(event, 'detail', 'alarmData');
  const now = recordIn(detail, 'state');
  const before = recordIn(detail, 'previousState');
  const given = [textIn(event, 'alarmArn'), ...listIn(event, 'resources').map(asText)];
  const givenArn = given.find((arn) => alarmNameOf(arn) !== '') ?? '';
  const name = textIn(detail, 'alarmName') || alarmNameOf(givenArn);
  const state = readState(textIn(now, 'value'));
  if (!state || name === '') return null;
  const arn = parseArn(givenArn);
  const account = arn?.account || textIn(event, 'account', 'accountId');
  const region = arn?.region || regionCode(textIn(event, 'region'));
  const configuration = recordIn(detail, 'configuration');
  const contributor = recordIn(detail, 'alarmContributor');
  const previous = readState(textIn(before, 'value'));
  const reasonData = recordIn(now, 'reasonData');
  return {
    name,
    arn: givenArn || alarmArn(region, account, name),
    account,
    region,
    description: textIn(configuration, 'description'),
    state,
    previous,
    changedAt: instantIn(now, 'timestamp') ?? instantIn(event, 'time') ?? at,
    alarmSince: previous === 'ALARM' ? instantIn(before, 'timestamp') : null,
    reason: textIn(now, 'reason'),
    reasonData,
    tags: readPairs(field(detail, 'alarmTags')),
    actions: [],
    contributor: textIn(contributor, 'id').trim(),
    attributes: readPairs(field(contributor, 'attributes')),
    hasContributors: isGrouped(configuration),
    measure: readMeasure(configuration),
    rule: textIn(configuration, 'alarmRule'),
    children: childrenIn(listIn(reasonData, 'triggeringAlarms')),
    withheld: withheldIn(now) || withheldIn(detail),
  };
}
