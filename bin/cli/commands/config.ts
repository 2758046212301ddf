import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type ExportOptions = { readonly config?: string; readonly secrets: string; readonly json?: boolean };

export const config: Define = (program, io, finish) => {
  const group = program
    .command('config')
    .summary('take the configuration elsewhere')
    .description('What a configuration folder says, for other programs.')
    .addHelpText('after', examples('config export > alertmanager.yml'));
  group
    .command('export')
    .summary('routing.yml as Alertmanager reads it')
    .description(
      `Prints an alertmanager.yml that "amtool check-config" accepts and Alertmanager acts upon alike. What is Tocsin's own is translated or left out; what is left out is told on the standard error, and in the file as comments.\n${NEEDS_NO_ACCOUNT}`,
    )
    .option('--config <dir>', 'the configuration folder (default: config/mykadoo)')
    .option('--secrets <dir>', 'where Alertmanager finds each secret as a file', '/etc/alertmanager/secrets')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'config export > alertmanager.yml && amtool check-config alertmanager.yml',
        'config export --config config/acme --secrets /run/secrets',
        'config export --json',
      ),
    )
    .action((options: ExportOptions) =>
      finish(import('../config/export').then((module) => module.exportConfig(io, options))),
    );
};
