import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type SloCheckOptions = { readonly json?: boolean };

export const slo: Define = (program, io, finish) => {
  const group = program
    .command('slo')
    .summary('are these objectives right, and what do they mean?')
    .description(`Service level objectives as OpenSLO v1 writes them.\n${NEEDS_NO_ACCOUNT}`);
  group
    .command('check')
    .summary('are these OpenSLO documents right?')
    .description('Every fault of every file: line, path, what is wrong and what would be right.')
    .argument('<file...>', 'files of OpenSLO v1 documents; - is the standard input')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('slo check config/mykadoo/slos/*.yml', 'slo check checkout.yml --json', 'slo check - < checkout.yml'),
    )
    .action((files: readonly string[], options: SloCheckOptions) =>
      finish(import('../slo/check').then((module) => module.sloCheck(io, files, options))),
    );
};
