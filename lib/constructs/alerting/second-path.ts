import { Aws } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export type SecondPathProps = {
  readonly queue: Queue;
  /** How the names of alarms begin that never come in: SNS alone brings them to people. */
  readonly ownAlarms: string;
};

/**
 * The second path: EventBridge tells of each alarm's changes, whether it has an action or not. The queue lets this rule
 * and no other send: it is encrypted by SQS itself, so no key must know EventBridge.
 */
export function secondPath(scope: Construct, { queue, ownAlarms }: SecondPathProps): Rule {
  return new Rule(scope, 'AlarmChanges', {
    description: 'Alarms whose topic says nothing',
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'],
      account: [Aws.ACCOUNT_ID],
      detail: { alarmName: Match.anythingButPrefix(ownAlarms) },
    },
    targets: [new SqsQueue(queue)],
  });
}
