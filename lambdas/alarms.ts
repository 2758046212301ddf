import type { CloudWatchAlarms } from '../adapters/aws/cloudwatch';
import type { Alarms } from '../engine/ports';
import { once, variable } from './environment';

/** Ours are the topics that the deployment names; they say whose alarms can be asked for, too. */
const load = once(async (): Promise<CloudWatchAlarms> => {
  const { CloudWatchAlarms, cloudWatchClient } = await import('../adapters/aws/cloudwatch');
  return new CloudWatchAlarms(cloudWatchClient());
});

/** CloudWatch on AWS; its client is loaded with the first question, for most calls ask none. */
export function awsAlarms(): Alarms {
  const topics = variable('TOCSIN_TOPICS').split(',');
  const [, , , region = '', account = ''] = topics[0]?.split(':') ?? [];
  return {
    home: { account, region },
    isOurs: (action) => topics.includes(action),
    inAlarm: async () => (await load()).inAlarm(),
    named: async (names) => (await load()).named(names),
    tagsOf: async (arn) => (await load()).tagsOf(arn),
    contributorsOf: async (name) => (await load()).contributorsOf(name),
    muted: async () => (await load()).muted(),
  };
}
