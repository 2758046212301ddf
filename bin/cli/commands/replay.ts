import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type ReplayOptions = { readonly config?: string; readonly json?: boolean };

export const replay: Define = (program, io, finish) => {
  program
    .command('replay')
    .summary('who would have been told what, and when?')
    .description(
      `Runs scenario files through the production code on a simulated clock: hours pass in milliseconds.\nWith "expect:" in a file the exit status says whether it holds. docs/cli.md describes the files.\n${NEEDS_NO_ACCOUNT}`,
    )
    .argument('<files...>', 'scenarios; "-" reads one from the standard input')
    .option('--config <dir>', 'the configuration folder for scenarios that name none')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('replay night.yml', 'replay config/acme/scenarios/*.yml --json'))
    .action((files: string[], options: ReplayOptions) =>
      finish(import('../replay/replay').then((module) => module.replay(io, files, options))),
    );
};
