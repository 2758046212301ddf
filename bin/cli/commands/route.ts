import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type RouteOptions = {
  readonly config?: string;
  readonly json?: boolean;
  readonly label?: readonly string[];
  readonly at?: string;
};

export const route: Define = (program, io, finish) => {
  program
    .command('route')
    .summary('where would this alarm go?')
    .description(
      `Shows which receivers an alarm reaches and why: the walk through the route tree, the group it joins, and how it is paced.\nA FILE holds an alarm in any format that Tocsin takes (a CloudWatch alarm with or without its SNS envelope …); "-" reads the standard input.\n${NEEDS_NO_ACCOUNT}`,
    )
    .argument('[files...]', 'alarm messages')
    .option('--label <name=value...>', 'an alert with these labels instead of a file')
    .option('--at <time>', 'the moment it comes in, ISO 8601 (default: now)')
    .option('--config <dir>', 'the configuration folder (default: config/mykadoo)')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'route alarm.json',
        'route --label alertname=DiskFull severity=critical',
        'route alarm.json --config config/acme --json',
        'route - < alarm.json',
      ),
    )
    .action((files: string[], options: RouteOptions) =>
      finish(import('../route/route').then((module) => module.route(io, files, options))),
    );
};
