import { Stack, type StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { topicsNamed } from '../constructs/alerting/topics';
import { raise } from '../monitors/raise';
import type { Services } from '../services';

export type MonitoringStackProps = StackProps & { readonly services: Services };

/** Every alarm that a team's `services.ts` asks for, on the topics of its alerting. */
export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, { services: all, ...rest }: MonitoringStackProps) {
    super(scope, id, { description: `Alarms of ${all.name}`, ...rest });
    const topics = topicsNamed(this, all.name);
    for (const [service, { team, dashboard, watch }] of Object.entries(all.services)) {
      const place = new Construct(this, service);
      const context = { service, team, topics, runbooks: all.runbooks, ...(dashboard && { dashboard }) };
      for (const { alarms } of watch) for (const spec of alarms) raise(place, spec, context);
    }
  }
}
