import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type CheckOptions = { readonly config?: string; readonly json?: boolean };

export const check: Define = (program, io, finish) => {
  program
    .command('check')
    .summary('is this configuration folder right?')
    .description(
      `Reads a whole configuration folder and tells every fault: file, line, what is wrong and what would be right.\n${NEEDS_NO_ACCOUNT}`,
    )
    .option('--config <dir>', 'the folder (default: config/mykadoo)')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('check', 'check --config config/acme', 'check --config config/acme --json'))
    .action((options: CheckOptions) => finish(import('../check/check').then((module) => module.check(io, options))));
};
