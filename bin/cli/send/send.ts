import type { SNSClient } from '@aws-sdk/client-sns';
import type { SendOptions, TopicSeverity } from '../commands/send';
import { readInput } from '../files';
import { type Answer, type Io, Problem, paint } from '../io';
import { messageOf, severityOf } from './message';
import { chooseTarget, type Target } from './target';
import { chooseTopic } from './topics';

type Sns = typeof import('@aws-sdk/client-sns');

/** Who answers nothing in this time is not there; nobody waits at a prompt for ever. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

function clientFor({ SNSClient }: Sns, target: Target): SNSClient {
  if (target.where === 'aws') return new SNSClient({ requestHandler });
  const { aws, region } = target.running;
  // The embedded AWS takes any credentials; those of an account have no business there.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new SNSClient({ endpoint: aws, region, credentials, maxAttempts: 1, requestHandler });
}

async function topicsOf({ paginateListTopics }: Sns, client: SNSClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
    found.push(...Topics.flatMap(({ TopicArn }) => TopicArn ?? []));
  }
  return found;
}

async function topicFor(sns: Sns, client: SNSClient, target: Target, severity: TopicSeverity): Promise<string> {
  if (target.where === 'aws') return chooseTopic(await topicsOf(sns, client), severity);
  const { topics } = target.running;
  if (!topics) throw new Problem('what runs here has no topics yet: wait until "npm start" is ready');
  return topics[severity];
}

function problemOf(error: unknown, target: Target): Problem {
  if (error instanceof Problem) return error;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  if (target.where === 'local' && /ECONNREFUSED|ECONNRESET|TimeoutError/.test(`${code} ${name} ${message}`)) {
    return new Problem(`nothing answers at ${target.running.aws}: start it with "npm start"`);
  }
  if (/Credentials/.test(name))
    return new Problem('there are no AWS credentials that work: set AWS_PROFILE, or say --local');
  return new Problem(`SNS did not take it: ${name}: ${message}`);
}

/** `tocsin send`: a message of the user's own, on the topic where CloudWatch would put it. */
export async function send(io: Io, file: string, options: SendOptions): Promise<Answer> {
  const target = chooseTarget(io, options);
  const text = await readInput(io, file);
  const message = messageOf(file, text);
  const severity = options.severity ?? severityOf(text, Date.now());
  // The pinned SDK runs on the oldest Node that we support; its advice for later versions helps nobody here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const sns = await import('@aws-sdk/client-sns');
  try {
    const client = clientFor(sns, target);
    const topic = options.topic ?? (await topicFor(sns, client, target, severity));
    const { MessageId = null } = await client.send(new sns.PublishCommand({ TopicArn: topic, Message: message }));
    if (options.json) io.out(JSON.stringify({ file, to: target.where, severity, topic, message_id: MessageId }));
    else io.out(`${paint(io, 'green', 'sent')} to ${topic}`);
    const inbox = target.where === 'local' ? target.running.inbox : null;
    if (inbox && !options.json) io.out(`see it arrive: ${inbox}`);
    return 'yes';
  } catch (error) {
    throw problemOf(error, target);
  }
}
