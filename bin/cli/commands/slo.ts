import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type SloJsonOptions = { readonly json?: boolean };
export type SloReplayOptions = SloJsonOptions & {
  readonly slo: string;
  readonly series: string;
  readonly at?: string;
  readonly interval?: string;
};

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
    .action((files: readonly string[], options: SloJsonOptions) =>
      finish(import('../slo/check').then((module) => module.sloCheck(io, files, options))),
    );
  group
    .command('explain')
    .summary('what do these objectives mean?')
    .description('Error budgets, burn-rate alerts, and how soon an outage would be noticed.')
    .argument('<file...>', 'files of OpenSLO v1 documents; - is the standard input')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('slo explain config/mykadoo/slos/api.yml', 'slo explain checkout.yml --json'))
    .action((files: readonly string[], options: SloJsonOptions) =>
      finish(import('../slo/explain').then((module) => module.sloExplain(io, files, options))),
    );
  group
    .command('replay')
    .summary('what would they have said about this series?')
    .description(
      'Plays a series in CSV: "time,good,total", "time,bad,total", "time,value" or "timestamp,value", a row per interval.\nAn empty cell or a missing row is no data; a time without an offset is UTC.',
    )
    .requiredOption('--slo <file>', 'a file of OpenSLO v1 documents')
    .requiredOption('--series <file>', 'the series; - is the standard input')
    .option('--at <time>', 'the windows end here, later rows do not count (default: the end of the last row)')
    .option('--interval <duration>', 'judge alerts only so often, as the evaluator would (default: at each row’s end)')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'slo replay --slo checkout.yml --series october.csv',
        'slo replay --slo checkout.yml --series october.csv --at 2026-10-20T12:00:00Z --interval 5m --json',
      ),
    )
    .action((options: SloReplayOptions) =>
      finish(import('../slo/replay').then((module) => module.sloReplay(io, options))),
    );
};
