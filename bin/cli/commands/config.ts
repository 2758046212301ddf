import { Option } from 'commander';
import type { LiveOptions } from '../live/operate';
import { type Define, examples, JSON_OPTION, NEEDS_NO_ACCOUNT } from './command';

export type ExportOptions = { readonly config?: string; readonly secrets: string; readonly json?: boolean };

export type PullOptions = LiveOptions & { readonly out?: string; readonly json?: boolean };

export const config: Define = (program, io, finish) => {
  const group = program
    .command('config')
    .summary('take the configuration elsewhere, or from what runs')
    .description('What a configuration folder says, for other programs; what the deployed system runs on.')
    .addHelpText('after', examples('config export > alertmanager.yml', 'config pull --aws --out deployed.json'));
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
  group
    .command('pull')
    .summary('what is deployed, as one file')
    .description(
      'Writes the configuration that the deployed system runs on, for "tocsin check --against FILE".\nIt names secrets by their references only, unless they stood in the configuration itself.',
    )
    .addOption(new Option('--local', 'of what "npm start" runs').conflicts('aws'))
    .option('--aws', 'of the AWS account of your credentials')
    .option('--name <name>', 'which system, where an account has several')
    .option('--out <file>', 'write it there instead of printing it')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('config pull --aws --out deployed.json', 'check --against deployed.json'))
    .action((options: PullOptions) => finish(import('../config/pull').then((module) => module.pull(io, options))));
};
