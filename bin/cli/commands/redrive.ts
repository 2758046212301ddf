import { Argument, Option } from 'commander';
import { SYSTEM_QUEUES, type SystemQueue } from '../../../core/deployed/system';
import { type Define, examples, JSON_OPTION } from './command';

export type RedriveOptions = {
  readonly local?: boolean;
  readonly aws?: boolean;
  readonly name?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

export const redrive: Define = (program, io, finish) => {
  program
    .command('redrive')
    .summary('give back to a queue what failed again and again')
    .description(
      'Counts the messages that were put aside because working through them kept failing. With --yes they go back to\ntheir queue, to be worked through as if they had just come. Doubled messages do no harm; none is lost.',
    )
    .addArgument(new Argument('[queue]', 'only this one').choices(SYSTEM_QUEUES))
    .addOption(new Option('--local', 'of what "npm start" runs').conflicts('aws'))
    .option('--aws', 'of the AWS account of your credentials')
    .option('--name <name>', 'which system, where an account has several')
    .option('--yes', 'move them; without it they are only counted')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('redrive --aws', 'redrive ingest --aws --yes', 'redrive --local --json'))
    .action((queue: SystemQueue | undefined, options: RedriveOptions) =>
      finish(import('../redrive/redrive').then((module) => module.redrive(io, queue, options))),
    );
};
