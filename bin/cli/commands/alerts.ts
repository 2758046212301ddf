import { type Define, examples, JSON_OPTION } from './command';
import { live } from './live';

export type AlertsOptions = {
  readonly local?: boolean;
  readonly aws?: boolean;
  readonly name?: string;
  readonly muted?: boolean;
  readonly json?: boolean;
};

export const alerts: Define = (program, io, finish) => {
  live(program.command('alerts'))
    .summary('what fires, who was told, and why somebody was not')
    .description(
      'Every alert that fires in the running system, the oldest first: who was told, and what keeps it from being told (a silence, an inhibition rule by its place in the file, a time interval), as the last look at its group found.',
    )
    .argument('[matchers...]', 'only those for which all of these hold, like \'severity="critical"\'')
    .option('--muted', 'only what somebody does not hear of')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('alerts --local', 'alerts \'service=~"checkout|search"\' --aws', 'alerts --muted --aws --json'),
    )
    .action((matchers: string[], options: AlertsOptions) =>
      finish(import('../alerts/alerts').then((module) => module.alerts(io, matchers, options))),
    );
};
