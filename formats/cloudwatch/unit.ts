import type { Measure } from './measure';

/**
 * Alarms seldom say the unit: theirs only filters the datapoints. These are what AWS's services publish and what this
 * project's applications send.
 */
const BY_METRIC: Readonly<Record<string, string>> = {
  'AWS/ApiGateway Latency': 'Milliseconds',
  'AWS/ApiGateway IntegrationLatency': 'Milliseconds',
  'AWS/ApplicationELB TargetResponseTime': 'Seconds',
  'AWS/CloudFront 4xxErrorRate': 'Percent',
  'AWS/CloudFront 5xxErrorRate': 'Percent',
  'AWS/CloudFront TotalErrorRate': 'Percent',
  'AWS/DynamoDB SuccessfulRequestLatency': 'Milliseconds',
  'AWS/EC2 NetworkIn': 'Bytes',
  'AWS/EC2 NetworkOut': 'Bytes',
  'AWS/EC2 EBSByteBalance%': 'Percent',
  'AWS/EC2 EBSIOBalance%': 'Percent',
  'AWS/ELB Latency': 'Seconds',
  'AWS/ElastiCache DatabaseMemoryUsagePercentage': 'Percent',
  'AWS/ElastiCache FreeableMemory': 'Bytes',
  'AWS/ElastiCache ReplicationLag': 'Seconds',
  'AWS/Lambda Duration': 'Milliseconds',
  'AWS/Lambda IteratorAge': 'Milliseconds',
  'AWS/RDS AuroraReplicaLag': 'Milliseconds',
  'AWS/RDS BufferCacheHitRatio': 'Percent',
  'AWS/RDS FreeableMemory': 'Bytes',
  'AWS/RDS FreeStorageSpace': 'Bytes',
  'AWS/RDS FreeLocalStorage': 'Bytes',
  'AWS/RDS ReadLatency': 'Seconds',
  'AWS/RDS ReadThroughput': 'Bytes/Second',
  'AWS/RDS ReplicaLag': 'Seconds',
  'AWS/RDS SwapUsage': 'Bytes',
  'AWS/RDS WriteLatency': 'Seconds',
  'AWS/RDS WriteThroughput': 'Bytes/Second',
  'AWS/S3 FirstByteLatency': 'Milliseconds',
  'AWS/S3 TotalRequestLatency': 'Milliseconds',
  'AWS/SQS ApproximateAgeOfOldestMessage': 'Seconds',
  'AWS/SQS SentMessageSize': 'Bytes',
  'Tocsin/App http_duration': 'Milliseconds',
  'Tocsin/App dependency_duration': 'Milliseconds',
  'Tocsin/App db_query_duration': 'Milliseconds',
  'Tocsin/App db_pool_in_use': 'Percent',
  'Tocsin/App dependency_quota_left': 'Percent',
  'Tocsin/App event_loop_delay': 'Milliseconds',
};

/** How people name metrics of their own. */
const BY_ENDING: readonly (readonly [RegExp, string])[] = [
  [/utili[sz]ation$/i, 'Percent'],
  [/(percent|percentage|_pct|%\)?)$/i, 'Percent'],
  [/bytes$/i, 'Bytes'],
  [/([a-z]Ms|_ms|millis|milliseconds)$/, 'Milliseconds'],
  [/(_s|_seconds|Seconds)$/, 'Seconds'],
];

/** In what the alarm's figures are; empty where nothing tells. */
export function unitOf({ unit, statistic, namespace, metricName, title, isExpression }: Measure): string {
  if (/^sample_?count$/i.test(statistic)) return '';
  if (unit !== '') return unit;
  const known = `${namespace} ${metricName}`;
  if (!isExpression && Object.hasOwn(BY_METRIC, known)) return BY_METRIC[known] ?? '';
  // An expression's label speaks for it; the metrics that it is made of may be in anything.
  const name = (title || metricName).slice(-64).trim();
  return BY_ENDING.find(([ending]) => ending.test(name))?.[1] ?? '';
}
