import { wellFormed } from '../../core/notification/text';
import { regionCode } from './regions';

export type Arn = {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account: "alarm:checkout-errors", "tocsin-critical". */
  readonly resource: string;
};

/** The parts of an ARN, or null for a text that is none. */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...resource] = text.trim().split(':');
  if (arn !== 'arn' || !partition?.startsWith('aws') || !service || resource.length === 0) return null;
  return { service, region: regionCode(region ?? ''), account: account ?? '', resource: resource.join(':') };
}

const ALARM = 'alarm:';

/** The name of the alarm that an ARN names, or empty: names may hold colons. */
export function alarmNameOf(arn: string): string {
  const parsed = parseArn(arn);
  return parsed?.service === 'cloudwatch' && parsed.resource.startsWith(ALARM)
    ? parsed.resource.slice(ALARM.length)
    : '';
}

type Domain = { readonly partition: string; readonly console: string };
const COMMERCIAL: Domain = { partition: 'aws', console: 'console.aws.amazon.com' };
const APART: readonly (readonly [prefix: string, domain: Domain])[] = [
  ['cn-', { partition: 'aws-cn', console: 'console.amazonaws.cn' }],
  ['us-gov-', { partition: 'aws-us-gov', console: 'console.amazonaws-us-gov.com' }],
];
const domainOf = (region: string): Domain => APART.find(([prefix]) => region.startsWith(prefix))?.[1] ?? COMMERCIAL;

/** The ARN that CloudWatch gives an alarm. */
export const alarmArn = (region: string, account: string, name: string): string =>
  `arn:${domainOf(region).partition}:cloudwatch:${region}:${account}:${ALARM}${name}`;

/** The alarm's page in the AWS console. */
export const consoleUrl = (region: string, name: string): string =>
  `https://${region}.${domainOf(region).console}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(wellFormed(name))}`;
