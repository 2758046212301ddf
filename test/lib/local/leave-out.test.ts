import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnGroup } from 'aws-cdk-lib/aws-xray';
import { leaveOut, omissionText } from '../../../lib/local/leave-out';
import { resourcesOf, testApp } from '../support';

const metric = new Metric({ namespace: 'N', metricName: 'm', period: Duration.minutes(1) });

/** One of each: what stays, and what is refused. */
function stackOfAll(): Stack {
  const stack = new Stack(testApp(), 'Stack');
  const kept = new Alarm(stack, 'Plain', { metric, threshold: 1, evaluationPeriods: 1 });
  const ratio = new MathExpression({ expression: 'm / 2', usingMetrics: { m: metric } });
  new Alarm(stack, 'Math', { metric: ratio, threshold: 1, evaluationPeriods: 1 });
  new CompositeAlarm(stack, 'Composite', { alarmRule: AlarmRule.fromAlarm(kept, AlarmState.ALARM) });
  new CfnGroup(stack, 'Traces', { groupName: 'traces' });
  return stack;
}

test('exactly what the embedded AWS refuses is taken out, and said', () => {
  const stack = stackOfAll();
  const lines = leaveOut(stack.node.root).map(omissionText);
  expect(lines).toEqual([
    'left out here: Stack/Math/Resource (AWS::CloudWatch::Alarm): it cannot calculate with metrics',
    'left out here: Stack/Composite/Resource (AWS::CloudWatch::CompositeAlarm): it does not know the type',
    'left out here: Stack/Traces (AWS::XRay::Group): it does not know the service',
  ]);
  expect(resourcesOf(Template.fromStack(stack)).map(({ id }) => id)).toEqual([expect.stringMatching(/^Plain/)]);
});

test('what AWS gets has all of it', () => {
  expect(resourcesOf(Template.fromStack(stackOfAll()))).toHaveLength(4);
});
