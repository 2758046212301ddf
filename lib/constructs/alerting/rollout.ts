import { type CfnResource, CustomResource, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alias, type CfnVersion, type IVersion, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { hash } from '../../../core/hash';
import { mapped } from './mapped';
import type { LiveFunction } from './pacing';

export type RolloutProps = {
  readonly functions: Readonly<Record<LiveFunction, LambdaFunction>>;
  /** Has what fires already follow the configuration that went live. */
  readonly reload: LambdaFunction;
  /** Names the configuration. */
  readonly configuration: string;
  /** What the functions may do; a change is tried too. */
  readonly permissions: unknown;
};

type Step = { readonly of: LiveFunction; readonly step: 'try' | 'end'; readonly after: readonly string[] };

/** The way of an alarm, then the others; each is named by its function, the last by `end`. */
const STEPS: Readonly<Record<LiveFunction | 'end', Step>> = {
  ingest: { of: 'ingest', step: 'try', after: [] },
  flush: { of: 'flush', step: 'try', after: ['ingest'] },
  notify: { of: 'notify', step: 'try', after: ['flush'] },
  end: { of: 'flush', step: 'end', after: ['notify'] },
  sweep: { of: 'sweep', step: 'try', after: [] },
  reconcile: { of: 'reconcile', step: 'try', after: [] },
  intake: { of: 'intake', step: 'try', after: [] },
};

/** What does not answer is taken for broken: longer than three tries of the slowest. */
const PATIENCE = Duration.minutes(2);

/**
 * A new version serves only after it has shown that it works: CloudFormation asks each new version itself to take a
 * synthetic alarm one step further, through the real table and queues to a loop-back, and moves the aliases only then.
 * What fails rolls the deployment back, while the version before goes on serving.
 */
export class Rollout extends Construct {
  /** What events and schedules call. */
  readonly live: Readonly<Record<LiveFunction, Alias>>;

  constructor(scope: Construct, id: string, { functions, reload, configuration, permissions }: RolloutProps) {
    super(scope, id);
    const versions = mapped(functions, ({ currentVersion }) => currentVersion);
    const steps = new Map<string, CustomResource>();
    for (const [name, { of, step, after }] of Object.entries(STEPS)) {
      const resource = new CustomResource(this, `Try-${name}`, {
        resourceType: 'Custom::TocsinTrial',
        serviceToken: versions[of].functionArn,
        serviceTimeout: PATIENCE,
        properties: { step },
        removalPolicy: RemovalPolicy.DESTROY,
      });
      for (const before of after)
        resource.node.addDependency(...[steps.get(before)].filter((one) => one !== undefined));
      this.#renew(resource, name, Object.values(versions), permissions);
      steps.set(name, resource);
    }
    this.live = mapped(versions, (version, name) => {
      const live = new Alias(this, `Live-${name}`, {
        aliasName: 'live',
        version,
        // Nobody asks for more than one attempt at what the next minute does again.
        ...((name === 'sweep' || name === 'reconcile') && { retryAttempts: 0 }),
      });
      live.node.addDependency(...steps.values());
      return live;
    });
    const apply = new CustomResource(this, 'Reload', {
      resourceType: 'Custom::TocsinReload',
      serviceToken: reload.functionArn,
      serviceTimeout: PATIENCE,
      properties: { configuration },
    });
    apply.node.addDependency(...Object.values(this.live));
  }

  /**
   * A trial is of these versions and no others: with the next ones it is another resource. So a deployment that is
   * rolled back tries nothing again, and a custom resource may not change whom it asks anyway.
   */
  #renew(resource: CustomResource, name: string, versions: readonly IVersion[], permissions: unknown): void {
    const stack = Stack.of(this);
    const { defaultChild } = resource.node;
    const produce = (): string => {
      const ids = versions.map((version) => stack.resolve((version.node.defaultChild as CfnVersion).logicalId));
      return `AlertingTry${name}${hash(16, ...ids, JSON.stringify(stack.resolve(permissions)))}`;
    };
    (defaultChild as CfnResource).overrideLogicalId(Lazy.uncachedString({ produce }));
  }
}
