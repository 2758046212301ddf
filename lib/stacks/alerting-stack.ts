import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alerting } from '../constructs/alerting/alerting';
import type { AlertingProps } from '../constructs/alerting/props';

export type AlertingStackProps = StackProps & { readonly alerting: AlertingProps };

/** The on-call centre. Its outputs are what the CLI, tests and `npm start` look for. */
export class AlertingStack extends Stack {
  readonly alerting: Alerting;

  constructor(scope: Construct, id: string, { alerting: props, ...rest }: AlertingStackProps) {
    super(scope, id, { description: 'Tocsin: alarms in, the right person out', ...rest });
    this.alerting = new Alerting(this, 'Alerting', props);
    const { topics, table, queues, intake } = this.alerting;
    const outputs: Readonly<Record<string, string>> = {
      TopicCritical: topics.critical.topicArn,
      TopicWarning: topics.warning.topicArn,
      TopicInfo: topics.info.topicArn,
      Table: table.tableName,
      IngestQueue: queues.ingest.queueUrl,
      WakeQueue: queues.wake.queueUrl,
      DeliverQueue: queues.deliver.queueUrl,
      IntakeUrl: intake.apiEndpoint,
      IntakeApi: intake.apiId,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
