import { type Command, Option } from 'commander';
import { type Define, examples, JSON_OPTION } from './command';

type Common = {
  readonly local?: boolean;
  readonly aws?: boolean;
  readonly name?: string;
  readonly config?: string;
  readonly json?: boolean;
};
export type OverrideAddOptions = Common & {
  readonly person?: string;
  readonly replaces?: string;
  readonly from?: string;
  readonly to: string;
  readonly by?: string;
  readonly comment?: string;
  readonly id?: string;
};
export type OverrideListOptions = Common & { readonly all?: boolean };
export type OverrideRemoveOptions = Common & { readonly by?: string };

/** Which running system is meant. */
const live = (command: Command): Command =>
  command
    .addOption(new Option('--local', 'of what "npm start" runs').conflicts('aws'))
    .option('--aws', 'of the AWS account of your credentials')
    .option('--name <name>', 'which system, where an account has several')
    .option(...JSON_OPTION);

export const override: Define = (program, io, finish) => {
  const group = program
    .command('override')
    .summary('change who is on call for a while')
    .description(
      'Somebody else takes a turn, joins, or is taken off, from one time to another. It counts at once; the schedules stay\nas they are. Times are ISO 8601 (UTC where they name no zone) or durations from now.',
    );
  live(group.command('add'))
    .summary('make an override')
    .argument('<schedule>')
    .option('--person <id>', 'who is on call; without --replaces: in addition')
    .option('--replaces <id>', 'whose turns; without --person: taken off')
    .option('--from <time>', 'from here (default: now)')
    .requiredOption('--to <time>', 'to here; a duration counts from --from')
    .option('--by <name>', 'who asks for it (default: your name on this machine)')
    .option('--comment <text>', 'why')
    .option('--id <id>', 'a name for this command: the same one twice does nothing twice')
    .option('--config <dir>', 'the configuration folder (default: config/mykadoo)')
    .addHelpText(
      'after',
      examples(
        'override add primary --person ben --replaces ada --to 8h --local',
        'override add primary --person dev --from 2026-12-24 --to 2026-12-27 --comment "two for Christmas" --aws',
        'override add primary --replaces ada --to 2h --comment "on a plane" --aws',
      ),
    )
    .action((schedule: string, options: OverrideAddOptions) =>
      finish(import('../override/override').then((module) => module.add(io, schedule, options))),
    );
  live(group.command('list'))
    .summary('what holds and what is to come')
    .argument('[schedule]')
    .option('--all', 'also what is over')
    .addHelpText('after', examples('override list --local', 'override list primary --all --aws --json'))
    .action((schedule: string | undefined, options: OverrideListOptions) =>
      finish(import('../override/override').then((module) => module.list(io, schedule, options))),
    );
  live(group.command('remove'))
    .summary('take an override back')
    .argument('<id>')
    .option('--by <name>', 'who asks for it (default: your name on this machine)')
    .addHelpText('after', examples('override remove 3f2a90c1d4 --local'))
    .action((id: string, options: OverrideRemoveOptions) =>
      finish(import('../override/override').then((module) => module.remove(io, id, options))),
    );
};
