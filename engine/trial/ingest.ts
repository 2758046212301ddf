import { match } from '../../core/routing/match';
import type { Route } from '../../core/routing/route';
import type { Configuration } from '../configuration/configuration';
import { ingest } from '../ingest';
import type { SecondPathPorts } from '../second-path';
import { TRIAL, TrialFailed, trialConfiguration, trialPorts } from './setting';

/** What CloudWatch would publish for an alarm that does not exist. */
const alarm = (now: Date): string =>
  JSON.stringify({
    AlarmName: TRIAL,
    AlarmDescription: 'Tries a new version of Tocsin as it is deployed. Nobody is told.',
    AWSAccountId: '000000000000',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    NewStateReason: 'A new version is being deployed.',
    StateChangeTime: now.toISOString().replace('Z', '+0000'),
    Region: 'us-east-1',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${TRIAL}`,
    Trigger: { MetricName: 'Trial', Namespace: 'Tocsin', Dimensions: [] },
  });

/**
 * A new version takes an alarm in, writes it into the real table and hints at the real queue; and its configuration
 * leads every severity to receivers that exist.
 * @returns what was seen
 * @throws {TrialFailed} for what it did wrong
 */
export async function tryIngest(ports: SecondPathPorts, configuration: Configuration): Promise<string> {
  const missing = receiversIn(configuration.route).filter((name) => !Object.hasOwn(configuration.receivers, name));
  if (missing.length > 0) throw new TrialFailed(`routes lead to receivers that are not there: ${missing.join(', ')}`);
  const reached = ['critical', 'warning', 'info'].flatMap((severity) => match(configuration.route, { severity }));
  const { results } = await ingest(trialPorts(ports), trialConfiguration(configuration), [
    alarm(new Date(ports.clock.now())),
  ]);
  const [result] = results;
  if (result?.ok === false) throw result.error;
  if (result?.alerts !== 1) throw new TrialFailed('an alarm was taken in, and no alert came of it');
  return `an alarm became an alert; ${reached.length} ways for critical, warning and info`;
}

const receiversIn = ({ receiver, routes }: Route): string[] => [
  ...new Set([receiver, ...routes.flatMap((route) => receiversIn(route))]),
];
