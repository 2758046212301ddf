import { UsageError } from '../io';
import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type CheckOptions = {
  readonly config?: string;
  readonly against?: string;
  readonly templates?: string;
  readonly alerts?: readonly string[];
  readonly allow?: readonly string[];
  readonly json?: boolean;
};

export const check: Define = (program, io, finish) => {
  program
    .command('check')
    .summary('is this configuration folder right?')
    .description(
      `Reads a whole configuration folder and tells every fault: file, line, what is wrong and what would be right.\n${NEEDS_NO_ACCOUNT}`,
    )
    .option('--config <dir>', 'the folder (default: config/mykadoo)')
    .option('--against <file>', 'also: what is lost against the deployed one, which "tocsin config pull" wrote')
    .option('--templates <dir>', 'with --against: templates whose alarms are tried (default: cdk.out)')
    .option('--alerts <file...>', 'with --against: alarm messages that are tried')
    .option('--allow <matchers...>', 'with --against: what these match may be lost, like severity="critical",team="x"')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'check',
        'check --config config/acme',
        'check --config config/acme --json',
        'check --against deployed.json',
      ),
    )
    .action((options: CheckOptions) => {
      const { against, templates, alerts, allow } = options;
      if (against === undefined && (templates ?? alerts ?? allow) !== undefined)
        throw new UsageError('--templates, --alerts and --allow belong to --against FILE');
      return finish(import('../check/check').then((module) => module.check(io, options)));
    });
};
