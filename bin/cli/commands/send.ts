import { Option } from 'commander';
import { type Define, examples, JSON_OPTION } from './command';

export const SEVERITIES_OF_TOPICS = ['critical', 'warning', 'info'] as const;
export type TopicSeverity = (typeof SEVERITIES_OF_TOPICS)[number];
export type SendOptions = {
  readonly local?: boolean;
  readonly aws?: boolean;
  readonly severity?: TopicSeverity;
  readonly topic?: string;
  readonly json?: boolean;
};

export const send: Define = (program, io, finish) => {
  program
    .command('send')
    .summary('put an alarm message of your own on the topic')
    .description(
      'Publishes a message on the topic where CloudWatch would publish it, so that it takes the whole way.\nThe topic is that of the message’s own severity, unless --severity says otherwise.',
    )
    .argument('<file>', 'the message; "-" reads the standard input')
    .addOption(new Option('--local', 'to what "npm start" runs').conflicts('aws'))
    .option('--aws', 'to the AWS account of your credentials')
    .addOption(new Option('--severity <severity>', 'which topic').choices(SEVERITIES_OF_TOPICS))
    .addOption(new Option('--topic <arn>', 'this topic, with --aws').conflicts('severity').conflicts('local'))
    .option(...JSON_OPTION)
    .addHelpText('after', examples('send alarm.json --local', 'send alarm.json --aws --severity warning'))
    .action((file: string, options: SendOptions) =>
      finish(import('../send/send').then((module) => module.send(io, file, options))),
    );
};
