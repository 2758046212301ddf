import { HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export type PublicApiProps = { readonly name: string; readonly handler: IFunction };

/**
 * Requests a second, of all senders together: a flood costs money and the account's concurrency, which the functions
 * that page people need. Each sender has its own limit besides.
 */
const RATE = 100;
const BURST = 200;

/** The one address that anybody can reach: an HTTP API, for it can be throttled, and given a name of one's own. */
export class PublicApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { name, handler }: PublicApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `${name}-intake`,
      description: 'Events, alerts and heartbeats on their way to people',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Intake', handler),
    });
    // No access log: the addresses of heartbeats hold their tokens.
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE, burstLimit: BURST },
    });
  }
}
