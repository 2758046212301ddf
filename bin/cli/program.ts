import { Command, CommanderError } from 'commander';
import { commands } from './commands';
import { type Answer, type Io, Problem, paint, UsageError } from './io';

const USAGE = 2;

/** Runs one command line. @returns the exit status: 0 done, 1 the answer is no or the input is bad, 2 wrong usage */
export async function run(io: Io, args: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command('tocsin')
    .description('Your AWS account as its own on-call centre: alarms in, the right person out.')
    .usage('<command> [options]')
    .helpCommand('help [command]', 'what a command does')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.replace(/\n$/, '')),
      writeErr: (text) => io.err(text.replace(/\n$/, '')),
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
      outputError: (text, write) => write(text.replace(/^error: /, 'tocsin: ')),
    })
    .configureHelp({
      showGlobalOptions: false,
      styleTitle: (text) => paint(io, 'bold', text),
      styleCommandText: (text) => paint(io, 'cyan', text),
    })
    .addHelpText('after', '\nExit status: 0 done, 1 the answer is no or the input is bad, 2 wrong usage.');
  const finish = async (answer: Promise<Answer>) => {
    status = (await answer) === 'yes' ? 0 : 1;
  };
  for (const define of commands) define(program, io, finish);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return USAGE;
    }
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    return statusOf(io, error);
  }
}

function statusOf(io: Io, error: unknown): number {
  // Commander has said it, or it was --help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UsageError) {
    io.err(`tocsin: ${error.message}`);
    return USAGE;
  }
  if (error instanceof Problem) {
    io.err(`tocsin: ${error.message}`);
    return 1;
  }
  io.err(`tocsin: this should not happen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}
