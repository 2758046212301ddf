import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type RouteOptions = {
  readonly config?: string;
  readonly json?: boolean;
  readonly label?: readonly string[];
  readonly at?: string;
  readonly silences?: string;
};

export const route: Define = (program, io, finish) => {
  program
    .command('route')
    .summary('where would this alarm go?')
    .description(
      `Shows which receivers an alarm reaches and why: the walk through the route tree, the group it joins, how it is paced, and what would keep it from being told: inhibition, silences, mute times.\nA FILE holds an alarm in any format that Tocsin takes (a CloudWatch alarm with or without its SNS envelope …); "-" reads the standard input. Alarms of one call inhibit each other.\n${NEEDS_NO_ACCOUNT}`,
    )
    .argument('[files...]', 'alarm messages')
    .option('--label <name=value...>', 'an alert with these labels instead of a file')
    .option('--at <time>', 'the moment it comes in, ISO 8601 (default: now)')
    .option('--silences <file>', 'silences that hold: what "amtool silence query -o json" prints, or a list in YAML')
    .option('--config <dir>', 'the configuration folder (default: config/mykadoo)')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'route alarm.json',
        'route --label alertname=DiskFull severity=critical',
        'route alarm.json --config config/acme --json',
        'route cluster.json node.json --at 2026-01-05T03:00:00Z --silences silences.json',
        'route - < alarm.json',
      ),
    )
    .action((files: string[], options: RouteOptions) =>
      finish(import('../route/route').then((module) => module.route(io, files, options))),
    );
};
