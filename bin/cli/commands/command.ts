import type { Command } from 'commander';
import type { Answer, Io } from '../io';

/**
 * Adds one command to the program. Only words and options stand here; what the command does is imported when it is
 * called, so that `--help` and the other commands do not wait for it.
 */
export type Define = (program: Command, io: Io, finish: (answer: Promise<Answer>) => Promise<void>) => void;

/** Shown below a command's options. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ npx tocsin ${line}`).join('\n')}\n`;

export const NEEDS_NO_ACCOUNT = 'Needs no AWS account and makes no network call.';
export const JSON_OPTION = ['--json', 'print JSON for programs'] as const;
