import { Option } from 'commander';
import { type Define, examples, JSON_OPTION } from './command';

export type OncallOptions = {
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
  readonly person?: string;
  readonly fairness?: boolean;
  readonly ical?: boolean;
  readonly svg?: string;
  readonly html?: string;
  readonly local?: boolean;
  readonly aws?: boolean;
  readonly name?: string;
  readonly config?: string;
  readonly json?: boolean;
};

export const oncall: Define = (program, io, finish) => {
  program
    .command('oncall')
    .summary('who is on call?')
    .description(
      `Who is on call now, at a time, or over a span: as a picture, a calendar, or JSON.\nTimes are ISO 8601 (UTC where they name no zone) or durations from now. \nIt answers from the configuration alone, without an AWS account or a network call; with --local or --aws the overrides\nof the running system count too.`,
    )
    .argument('[schedule]', 'one schedule (default: all)')
    .option('--at <time>', 'at this time (default: now)')
    .option('--from <time>', 'over a span, from here (default: now)')
    .option('--to <time>', 'to here (default: two weeks)')
    .option('--person <id>', 'only this person’s shifts, over a span')
    .option('--fairness', 'hours, nights and weekends of each person')
    .option('--ical', 'print the shifts as an iCalendar file (RFC 5545)')
    .option('--svg <file>', 'draw the span as a picture')
    .option('--html <file>', 'write the span as a page')
    .addOption(new Option('--local', 'with the overrides of what "npm start" runs').conflicts('aws'))
    .option('--aws', 'with the overrides of the AWS account of your credentials')
    .option('--name <name>', 'which system, where an account has several')
    .option('--config <dir>', 'the configuration folder (default: config/mykadoo)')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'oncall',
        'oncall primary --at 2026-03-08T07:30:00Z',
        'oncall --from 2026-01-05 --to 2026-02-02',
        'oncall primary --person ada --ical > ada.ics',
        'oncall --fairness --from 2026-01-01 --to 2026-04-01',
        'oncall --html oncall.html',
        'oncall primary --json',
        'oncall --local',
      ),
    )
    .action((schedule: string | undefined, options: OncallOptions) =>
      finish(import('../oncall/oncall').then((module) => module.oncall(io, schedule, options))),
    );
};
