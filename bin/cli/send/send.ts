import type { SNSClient } from '@aws-sdk/client-sns';
import { postedFormat } from '../../../engine/intake/in-file';
import type { SendOptions, TopicSeverity } from '../commands/send';
import { readInput } from '../files';
import { type Answer, type Io, Problem, paint } from '../io';
import { clientSettings, problemOf } from '../live/aws';
import { messageOf, severityOf } from './message';
import { post } from './post';
import { chooseTarget, type Target } from './target';
import { chooseTopic } from './topics';

type Sns = typeof import('@aws-sdk/client-sns');

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

/** `tocsin send`: a message of the user's own, on the topic where CloudWatch would put it. */
export async function send(io: Io, file: string, options: SendOptions): Promise<Answer> {
  const target = chooseTarget(io, options);
  const text = await readInput(io, file);
  const format = options.topic === undefined && options.severity === undefined ? postedFormat(text) : null;
  if (format !== null) return post(io, target, { file, text, format }, options);
  const message = messageOf(file, text);
  const severity = options.severity ?? severityOf(text, Date.now());
  const sns = await import('@aws-sdk/client-sns');
  try {
    const client = new sns.SNSClient(clientSettings(target));
    const topic = options.topic ?? (await topicFor(sns, client, target, severity));
    const { MessageId = null } = await client.send(new sns.PublishCommand({ TopicArn: topic, Message: message }));
    if (options.json) io.out(JSON.stringify({ file, to: target.where, severity, topic, message_id: MessageId }));
    else io.out(`${paint(io, 'green', 'sent')} to ${topic}`);
    const inbox = target.where === 'local' ? target.running.inbox : null;
    if (inbox && !options.json) io.out(`see it arrive: ${inbox}`);
    return 'yes';
  } catch (error) {
    throw problemOf(error, target, 'SNS');
  }
}
