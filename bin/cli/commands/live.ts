import { type Command, Option } from 'commander';

/** Adds which running system is meant. */
export const live = (command: Command): Command =>
  command
    .addOption(new Option('--local', 'of what "npm start" runs').conflicts('aws'))
    .option('--aws', 'of the AWS account of your credentials')
    .option('--name <name>', 'which system, where an account has several');
