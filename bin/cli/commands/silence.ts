import { type Define, examples, JSON_OPTION } from './command';
import { live } from './live';

type Common = { readonly local?: boolean; readonly aws?: boolean; readonly name?: string; readonly json?: boolean };
export type SilenceAddOptions = Common & {
  readonly for?: string;
  readonly until?: string;
  readonly untilResolved?: boolean;
  readonly start?: string;
  readonly incident?: string;
  readonly cron?: string;
  readonly timezone?: string;
  readonly lasting?: string;
  readonly maintenance?: boolean;
  readonly by?: string;
  readonly comment?: string;
  readonly id?: string;
  readonly yes?: boolean;
};
export type SilenceListOptions = Common & { readonly all?: boolean };
export type SilenceExpireOptions = Common & { readonly by?: string };

export const silence: Define = (program, io, finish) => {
  const group = program
    .command('silence')
    .summary('keep alerts quiet for a while')
    .description(
      'What a silence or a maintenance window holds for is not told; when it is over, what still fires is told at the next group_interval. Whoever was told that something began is told that it ended, silence or not.',
    );
  live(group.command('add'))
    .summary('make a silence')
    .argument('[matchers...]', 'all must hold, like \'alertname="DiskFull"\' or \'instance=~"web-.*"\'')
    .option('--for <duration>', 'how long, from its start: 2h, 1d')
    .option('--until <time>', 'until then: ISO 8601 (UTC where it names no zone), or a duration from now')
    .option('--until-resolved', 'until its incident is resolved; with --incident')
    .option('--start <time>', 'from then on (default: now)')
    .option('--incident <id>', 'only this incident, as "tocsin alerts" names it')
    .option('--cron <expression>', 'again and again: when each window opens')
    .option('--timezone <zone>', 'of --cron, like Europe/Paris')
    .option('--lasting <duration>', 'how long each window of --cron lasts')
    .option('--maintenance', 'call it a maintenance window')
    .option('--by <name>', 'who asks for it (default: your name on this machine)')
    .option('--comment <text>', 'why')
    .option('--id <id>', 'a name for this command: the same one twice does nothing twice')
    .option('--yes', 'also if it keeps nearly everything quiet: for a day at most')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'silence add \'alertname="DiskFull"\' \'instance=~"web-.*"\' --for 2h --comment "cleaning up" --local',
        'silence add --incident 0f3c…-2 --until-resolved --comment "known, see the ticket" --aws',
        'silence add \'service="search"\' --start 2026-12-24T22:00:00Z --for 4h --maintenance --aws',
        'silence add \'job="backup"\' --cron "0 2 * * *" --timezone Europe/Paris --lasting 1h --comment "nightly backup" --aws',
      ),
    )
    .action((matchers: string[], options: SilenceAddOptions) =>
      finish(import('../silence/silence').then((module) => module.add(io, matchers, options))),
    );
  live(group.command('list'))
    .summary('what is silent, and what is to be')
    .option('--all', 'also what is over')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('silence list --local', 'silence list --all --aws --json'))
    .action((options: SilenceListOptions) =>
      finish(import('../silence/silence').then((module) => module.list(io, options))),
    );
  live(group.command('expire'))
    .summary('end silences now')
    .argument('<ids...>')
    .option('--by <name>', 'who asks for it (default: your name on this machine)')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('silence expire 3f2a90c1d4 --local', 'silence expire 3f2a90c1d4 77aa01bc20 --aws --json'),
    )
    .action((ids: string[], options: SilenceExpireOptions) =>
      finish(import('../silence/silence').then((module) => module.expire(io, ids, options))),
    );
};
