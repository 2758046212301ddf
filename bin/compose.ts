import type { App } from 'aws-cdk-lib';
import { channels } from '../channels';
import { type ConfigFile, compile } from '../engine/configuration/compile';
import { faultText } from '../formats/yaml/config-error';
import { AlertingStack, MonitoringStack, type Services } from '../lib';
import { leaveOut, omissionText } from '../lib/local/leave-out';

export type Composition = {
  /** The team's folder: its YAML and its `services.ts`. */
  readonly files: readonly ConfigFile[];
  readonly services: Services;
  /** For the embedded AWS on this machine. */
  readonly local: boolean;
};

/**
 * Puts the stacks of a team's folder into an app.
 * @returns lines that whoever synthesises should read: warnings, and what was left out
 * @throws {ConfigError} when the folder cannot be used, {Error} when it must not be deployed
 */
export function compose(app: App, { files, services, local }: Composition): readonly string[] {
  const { configuration, warnings, inlineSecrets } = compile(files, channels);
  if (!local && inlineSecrets.length > 0) throw new Error(inlineSecrets.map(refused).join('\n'));

  const { policies, lastResort } = configuration.oncall;
  if (!local && lastResort === null && Object.keys(policies).length > 0) throw new Error(NO_LAST_RESORT);

  const { name, emergency, sourceAccounts, smsQuotaUsd, sentryDsn } = services;
  const alerting = new AlertingStack(app, `${name}-alerting`, {
    terminationProtection: !local,
    alerting: {
      name,
      configuration,
      // The alarms of a rehearsal are messages: an embedded CloudWatch knows none of them, and all would end.
      reconcile: !local,
      ...(emergency && { emergency }),
      ...(sourceAccounts && { sourceAccounts }),
      ...(smsQuotaUsd !== undefined && { smsQuotaUsd }),
      ...(sentryDsn !== undefined && { sentryDsn }),
    },
  });
  // It names the topics, so CloudFormation cannot know that they must be there first.
  new MonitoringStack(app, `${name}-monitoring`, { services }).addStackDependency(alerting);

  const omissions = local ? [NO_RECONCILING, ...leaveOut(app).map(omissionText)] : [];
  return [...warnings.map(faultText), ...omissions];
}

const NO_RECONCILING =
  'left out here: the schedule of reconcile: the alarms of a rehearsal are messages, of which CloudWatch here knows none';

const NO_LAST_RESORT =
  'oncall.yml: there is no last_resort, so an alert that nobody on call answers would end nowhere: write last_resort: { receiver: NAME }';
/** @param path within `routing.yml`, or with the name of another file before it */
const refused = (path: string): string =>
  `${path.includes(': ') ? path : `routing.yml: ${path}`}: a secret in clear is not deployed to AWS: put it into Parameter Store and write its name in ${path.split('.').at(-1)}_file`;
