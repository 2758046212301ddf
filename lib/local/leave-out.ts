import { CfnResource } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** Why the embedded AWS cannot have a resource, by type; a prefix ends in `::`. */
const REFUSED: readonly (readonly [type: string, reason: string])[] = [
  ['AWS::ApplicationSignals::', 'it does not know the service'],
  ['AWS::Chatbot::', 'it does not know the service'],
  ['AWS::CloudWatch::AlarmMuteRule', 'it does not know the type'],
  ['AWS::CloudWatch::AnomalyDetector', 'it does not know the type'],
  ['AWS::CloudWatch::CompositeAlarm', 'it does not know the type'],
  ['AWS::CloudWatch::InsightRule', 'it does not know the type'],
  ['AWS::CloudWatch::LogAlarm', 'it does not know the type'],
  ['AWS::EC2::EIP', 'it does not know the type'],
  ['AWS::EC2::NatGateway', 'it does not know the type'],
  ['AWS::EC2::SecurityGroupIngress', 'it does not know the type'],
  ['AWS::EKS::Addon', 'it does not know the type'],
  ['AWS::Events::ApiDestination', 'it does not know the type'],
  ['AWS::Events::Archive', 'it does not know the type'],
  ['AWS::Events::Connection', 'it does not know the type'],
  ['AWS::Events::EventBusPolicy', 'it does not know the type'],
  ['AWS::IAM::OIDCProvider', 'it does not know the type'],
  ['AWS::Logs::AccountPolicy', 'it does not know the type'],
  ['AWS::Logs::QueryDefinition', 'it does not know the type'],
  ['AWS::RUM::', 'it does not know the service'],
  ['AWS::Route53::HealthCheck', 'it does not know the type'],
  ['AWS::SES::Template', 'it does not know the type'],
  ['AWS::SNS::TopicInlinePolicy', 'it does not know the type'],
  ['AWS::SQS::QueueInlinePolicy', 'it does not know the type'],
  ['AWS::SecretsManager::RotationSchedule', 'it does not know the type'],
  ['AWS::Synthetics::', 'it does not know the service'],
  ['AWS::XRay::', 'it does not know the service'],
];

export type Omission = { readonly path: string; readonly type: string; readonly reason: string };

/** `left out here: Alerting/Traces (AWS::XRay::Group): it does not know the service` */
export const omissionText = ({ path, type, reason }: Omission): string => `left out here: ${path} (${type}): ${reason}`;

/**
 * Takes out of an app exactly what the embedded AWS refuses, so that the rest can be deployed there; what AWS gets is
 * never made from such an app. Call it last, before synthesis.
 * @returns what was taken, in the tree's order
 */
export function leaveOut(root: IConstruct): readonly Omission[] {
  const omissions: Omission[] = [];
  for (const node of root.node.findAll()) {
    const reason = CfnResource.isCfnResource(node) ? refusal(node) : null;
    if (reason === null || !CfnResource.isCfnResource(node)) continue;
    omissions.push({ path: node.node.path, type: node.cfnResourceType, reason });
    node.node.scope?.node.tryRemoveChild(node.node.id);
  }
  return omissions;
}

function refusal(resource: CfnResource): string | null {
  const type = resource.cfnResourceType;
  if (resource instanceof CfnAlarm && (resource.metrics !== undefined || resource.evaluationCriteria !== undefined))
    return 'it cannot calculate with metrics';
  return (
    REFUSED.find(([refused]) => (refused.endsWith('::') ? type.startsWith(refused) : type === refused))?.[1] ?? null
  );
}
