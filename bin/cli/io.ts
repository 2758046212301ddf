/** Where a command reads and writes; tests give it their own. */
export type Io = {
  /** The checkout. */
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line of the answer. */
  readonly out: (line: string) => void;
  /** A line about what went wrong, or on the way. */
  readonly err: (line: string) => void;
  readonly stdin: () => Promise<Uint8Array>;
  readonly colour: boolean;
  /** How wide the terminal is, in characters. */
  readonly columns: number;
};

/** The answer of a command as its exit status tells it: 0 done, 1 no, or the input is bad. */
export type Answer = 'yes' | 'no';

/** What a person can put right: told in one line, without a stack. Exit status 1. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** The command was called wrongly. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Colour only on a terminal, unless the environment says otherwise. @see https://no-color.org */
export function wantsColour(env: Io['env'], isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Wraps text in a colour where colour is wanted. */
export const paint = ({ colour }: Pick<Io, 'colour'>, style: keyof typeof CODES, text: string): string =>
  colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
