import { MemoryAlarms } from '../../adapters/memory/alarms';
import type { EpochMs } from '../../core/time';
import { type Described, readDescribed } from '../../formats/cloudwatch/described';
import { START } from './support';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:tocsin-critical`;
export const SCALING = `arn:aws:autoscaling:${REGION}:${ACCOUNT}:scalingPolicy:1:policyName/out`;
export const arnOf = (name: string): string => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;

export const cloudWatch = (): MemoryAlarms => new MemoryAlarms({ account: ACCOUNT, region: REGION }, [TOPIC]);

const stamp = (at: EpochMs): string => new Date(at).toISOString().replace('Z', '+0000');

/** What CloudWatch publishes to a topic. */
export const bySns = (name: string, state: string, at = START, more: object = {}): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmArn: arnOf(name),
    AWSAccountId: ACCOUNT,
    NewStateValue: state,
    OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
    StateChangeTime: stamp(at),
    Region: 'US East (N. Virginia)',
    AlarmActions: [TOPIC],
    ...more,
  });

/** What EventBridge says of the same. */
export const byEvent = (name: string, state: string, at = START, detail: object = {}): string =>
  JSON.stringify({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: ACCOUNT,
    region: REGION,
    time: new Date(at).toISOString(),
    resources: [arnOf(name)],
    detail: {
      alarmName: name,
      state: { value: state, timestamp: stamp(at) },
      previousState: { value: state === 'ALARM' ? 'OK' : 'ALARM' },
      configuration: {},
      ...detail,
    },
  });

/** What CloudWatch answers when it is asked. */
export function described(name: string, state: string, at = START, more: object = {}): Described {
  const entry = {
    AlarmName: name,
    AlarmArn: arnOf(name),
    StateValue: state,
    StateTransitionedTimestamp: new Date(at).toISOString(),
    ActionsEnabled: true,
    AlarmActions: [TOPIC],
    OKActions: [TOPIC],
    Namespace: 'Shop',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'Stage', Value: 'live' }],
    ...more,
  };
  const read = readDescribed(entry, at);
  if (!read) throw new Error(`${name} cannot be read`);
  return read;
}
