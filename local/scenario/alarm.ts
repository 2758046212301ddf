import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
  PutMetricDataCommand,
  type StandardUnit,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { clientSettings } from '../aws/environment';

/** The alarm that the story is about: a metric of the team's own on the critical topic. */
export type DemoAlarm = {
  readonly name: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimension[];
  readonly unit: StandardUnit | undefined;
  readonly threshold: number;
  /** A value on either side of the threshold. */
  readonly bad: number;
  readonly good: number;
};

export type CloudWatch = {
  readonly findAlarm: (topic: string) => Promise<DemoAlarm | null>;
  readonly stateOf: (name: string) => Promise<StateValue | null>;
  readonly put: (alarm: DemoAlarm, value: number, count: number) => Promise<void>;
  readonly close: () => void;
};

/** The calls that the story makes, as any application would. */
export function cloudWatch(endpoint: string): CloudWatch {
  const client = new CloudWatchClient(clientSettings(endpoint));
  return {
    findAlarm: async (topic) => {
      const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'] }));
      return (
        MetricAlarms.filter((alarm) => alarm.AlarmActions?.includes(topic))
          .map(demoAlarm)
          .find(isAlarm) ?? null
      );
    },
    stateOf: async (name) => {
      const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
      return MetricAlarms[0]?.StateValue ?? null;
    },
    put: async ({ namespace, metricName, dimensions, unit }, value, count) => {
      const datum = { MetricName: metricName, Dimensions: dimensions, Unit: unit, Values: [value], Counts: [count] };
      await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] }));
    },
    close: () => client.destroy(),
  };
}

const isAlarm = (alarm: DemoAlarm | null): alarm is DemoAlarm => alarm !== null;

/** Null for an alarm that no single metric moves, or that watches AWS itself: nobody can put such a metric. */
export function demoAlarm(alarm: MetricAlarm): DemoAlarm | null {
  const { AlarmName, Namespace, MetricName, Threshold, ComparisonOperator = '' } = alarm;
  if (!AlarmName || !Namespace || !MetricName || Threshold === undefined || Namespace.startsWith('AWS/')) return null;
  const distance = Math.max(Math.abs(Threshold), 1);
  const [above, under] = [Threshold + 1.1 * distance, Threshold - 0.8 * distance];
  const badIsAbove = ComparisonOperator.startsWith('GreaterThan');
  return {
    name: AlarmName,
    namespace: Namespace,
    metricName: MetricName,
    dimensions: alarm.Dimensions ?? [],
    unit: alarm.Unit,
    threshold: Threshold,
    bad: badIsAbove ? above : under,
    good: badIsAbove ? under : above,
  };
}
