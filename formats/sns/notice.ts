import type { Alert } from '../../core/alert/alert';
import { fingerprint } from '../../core/alert/fingerprint';
import { cut, manyLines, oneLine } from '../../core/notification/text';
import { DAY_MS, type EpochMs } from '../../core/time';
import { parseArn } from '../cloudwatch/arn';
import { httpsOnly } from '../cloudwatch/description';
import { regionCode } from '../cloudwatch/regions';
import { asRecord, asText, field, instantIn, type Loose, listIn, recordIn, textIn } from '../loose';

/** Another AWS service's message; absent texts are empty. */
export type Notice = {
  /** "aws.budgets" */
  readonly source: string;
  /** The event's detail-type, else the subject. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly summary: string;
  readonly description: string;
  readonly consoleUrl: string;
  readonly at: EpochMs;
};

export type NoticeContext = {
  readonly topicArn: string;
  readonly subject: string;
  /** When it was sent, or else received. */
  readonly at: EpochMs;
};

/** How long a notice stays: it says what happened, and nothing says that it is over. */
const STAYS_MS = DAY_MS;
const MAX_NAME = 200;
const MAX_SENTENCE = 500;
const MAX_DESCRIPTION = 4_096;

/** @param text what was sent, verbatim: the same text again is the same notice */
export function noticeAlert(notice: Notice, severity: string, text: string): Alert {
  const { source, account, region, at } = notice;
  const said = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim() !== ''));
  // A name of nothing that can be seen is none.
  const name = cut(oneLine(notice.name), MAX_NAME) || source;
  return {
    fingerprint: fingerprint('notice', source, text),
    labels: said({ alertname: name, severity, account, region, source }),
    annotations: said({
      summary: cut(oneLine(notice.summary), MAX_SENTENCE) || name,
      description: cut(manyLines(notice.description), MAX_DESCRIPTION),
      console_url: httpsOnly(notice.consoleUrl),
    }),
    startsAt: at,
    endsAt: at + STAYS_MS,
    updatedAt: at,
    generatorUrl: httpsOnly(notice.consoleUrl) || null,
  };
}

/** Reads an EventBridge event of any service: GuardDuty, Health, Security Hub … Null if it is none. */
export function readEventNotice(event: Loose, { at }: NoticeContext): Notice | null {
  const [name, source] = [textIn(event, 'detail-type').trim(), textIn(event, 'source').trim()];
  if (name === '' || source === '') return null;
  const detail = recordIn(event, 'detail');
  const told = textIn(
    detail,
    'title',
    'Title',
    'eventDescription',
    'message',
    'Message',
    'description',
    'StatusMessage',
  );
  const latest = listIn(detail, 'eventDescription').map((entry) => textIn(asRecord(entry) ?? {}, 'latestDescription'));
  const what = told || latest.find((text) => text !== '') || textIn(detail, 'eventTypeCode');
  const resources = listIn(event, 'resources').map(asText);
  return {
    source,
    name,
    account: textIn(event, 'account'),
    region: regionCode(textIn(event, 'region')),
    summary: what === '' ? `${name}${aboutOf(resources)}` : `${name}: ${what}`,
    description: textIn(detail, 'description', 'Description') || resources.filter((arn) => arn !== '').join('\n'),
    consoleUrl: '',
    at: instantIn(event, 'time') ?? at,
  };
}

const aboutOf = ([first = '', ...others]: readonly string[]): string =>
  first === '' ? '' : ` of ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;

/** How a service's message is known, in JSON or as a text with a subject. */
type Sender = {
  readonly source: string;
  readonly wrote: (json: Loose, subject: string, text: string) => boolean;
};

const SENDERS: readonly Sender[] = [
  { source: 'aws.autoscaling', wrote: (json) => textIn(json, 'Service') === 'AWS Auto Scaling' },
  {
    source: 'aws.rds',
    wrote: (json, subject) => subject.startsWith('RDS Notification') || isEventOf(json, 'RDS-EVENT-'),
  },
  {
    source: 'aws.dms',
    wrote: (json, subject) => subject.startsWith('DMS Notification') || isEventOf(json, 'DMS-EVENT-'),
  },
  {
    source: 'aws.redshift',
    wrote: (json, subject) => subject.startsWith('[Amazon Redshift') || isEventOf(json, 'REDSHIFT-EVENT-'),
  },
  { source: 'aws.elasticache', wrote: (json) => Object.keys(json).some((key) => key.startsWith('ElastiCache:')) },
  {
    source: 'aws.budgets',
    wrote: (_json, subject, text) => subject.startsWith('AWS Budgets:') || text.startsWith('AWS Budget Notification'),
  },
  {
    source: 'aws.ce',
    wrote: (json, subject) => subject.startsWith('AWS Cost Management') || textIn(json, 'anomalyDetailsLink') !== '',
  },
  { source: 'aws.backup', wrote: (_json, subject) => subject.startsWith('Notification from AWS Backup') },
  {
    source: 'aws.cloudformation',
    wrote: (_json, subject, text) => subject.startsWith('AWS CloudFormation') || text.startsWith("StackId='arn:"),
  },
  {
    source: 'aws.ses',
    wrote: (json) => textIn(json, 'notificationType', 'eventType') !== '' && asRecord(field(json, 'mail')) !== null,
  },
  {
    source: 'aws.config',
    wrote: (json, subject) => subject.startsWith('[AWS Config:') || textIn(json, 'configRuleARN') !== '',
  },
  {
    source: 'aws.codedeploy',
    wrote: (json) => textIn(json, 'deploymentId') !== '' && textIn(json, 'applicationName') !== '',
  },
  {
    source: 'aws.elasticbeanstalk',
    wrote: (_json, subject) => subject.startsWith('AWS Elastic Beanstalk Notification'),
  },
  {
    source: 'aws.lambda',
    wrote: (json) => textIn(recordIn(json, 'requestContext'), 'functionArn') !== '',
  },
  { source: 'aws.s3', wrote: (json) => textIn(s3Of(json), 'eventSource') === 'aws:s3' },
  { source: 'aws.health', wrote: (_json, subject) => subject.startsWith('AWS Health') },
  { source: 'aws.trustedadvisor', wrote: (_json, subject) => subject.startsWith('AWS Trusted Advisor') },
];

/** The first of the events that S3 puts into one message. */
const s3Of = (json: Loose): Loose => asRecord(listIn(json, 'Records')[0]) ?? {};

/** What happened, in the words of services that have no field for a sentence. */
function eventIn(json: Loose): string {
  const s3 = recordIn(s3Of(json), 's3');
  const key = textIn(recordIn(s3, 'object'), 'key');
  const invoked = recordIn(json, 'requestContext');
  const said: readonly (readonly [what: string, of: string])[] = [
    [textIn(s3Of(json), 'eventName'), [textIn(recordIn(s3, 'bucket'), 'name'), key].filter(Boolean).join('/')],
    [textIn(invoked, 'condition'), parseArn(textIn(invoked, 'functionArn'))?.resource ?? ''],
    [textIn(json, 'status'), [textIn(json, 'applicationName'), textIn(json, 'deploymentId')].filter(Boolean).join(' ')],
  ];
  const [what, of] = said.find(([what]) => what !== '') ?? ['', ''];
  return of === '' ? what : `${of}: ${what}`;
}

const isEventOf = (json: Loose, mark: string): boolean => textIn(json, 'Event ID').includes(mark);

/** Reads what services publish to topics themselves. Null if no known one wrote it: then it may be anything. */
export function readNotice(message: Loose | null, text: string, context: NoticeContext): Notice | null {
  const json = message ?? {};
  const sender = SENDERS.find(({ wrote }) => wrote(json, context.subject, text.slice(0, 200)));
  if (!sender) return null;
  const topic = parseArn(context.topicArn);
  const owner = parseArn(textIn(json, 'Source ARN', 'AutoScalingGroupARN'));
  const told = textIn(json, 'Event Message', 'Description', 'Message', 'StatusMessage');
  const about = textIn(json, 'Source ID', 'AutoScalingGroupName');
  const name = context.subject || textIn(json, 'Event', 'notificationType', 'eventType') || NAMES[sender.source] || '';
  const event = eventIn(json);
  return {
    source: sender.source,
    name: name || sender.source,
    account: owner?.account || textIn(json, 'AccountId', 'accountId') || topic?.account || '',
    region: owner?.region || topic?.region || '',
    summary: told === '' ? event || name || sender.source : `${about === '' ? name : about}: ${told}`,
    description: message ? textIn(json, 'Cause') : text.slice(0, 2 * MAX_DESCRIPTION),
    consoleUrl: textIn(json, 'Identifier Link', 'anomalyDetailsLink'),
    at: instantIn(json, 'Event Time', 'Time') ?? context.at,
  };
}

/** What a service's message is called where no subject came with it. */
const NAMES: Readonly<Record<string, string>> = {
  'aws.rds': 'RDS Notification Message',
  'aws.dms': 'DMS Notification Message',
  'aws.elasticache': 'ElastiCache Notification',
  'aws.budgets': 'AWS Budget Notification',
  'aws.ce': 'Cost Anomaly',
  'aws.cloudformation': 'AWS CloudFormation Notification',
  'aws.codedeploy': 'AWS CodeDeploy Notification',
  'aws.config': 'AWS Config Notification',
  'aws.lambda': 'Lambda Destination',
  'aws.s3': 'Amazon S3 Notification',
};

const TEST = /^(this is an? )?(sns )?test( message| notification)?[.! ]*$/i;

/** Why this only tries the way, or null: S3, Auto Scaling and SES do so when they are set up, and so do people. */
export function testNews(message: Loose | null, text: string, subject: string): string | null {
  const event = textIn(message ?? {}, 'Event');
  const isTest =
    event === 's3:TestEvent' ||
    event === 'autoscaling:TEST_NOTIFICATION' ||
    text.startsWith('Successfully validated SNS topic') ||
    (text.length < 100 && TEST.test(text.trim()));
  return isTest ? `a test message${subject === '' ? '' : `: ${cut(oneLine(subject), MAX_NAME)}`}` : null;
}
