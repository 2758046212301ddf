import { Logger } from '@aws-lambda-powertools/logger';

/** Words that identify, never texts of alarms. */
export type Ids = Readonly<Record<string, string | number | boolean>>;

export type Log = Pick<Logger, 'addContext' | 'info' | 'warn' | 'error'>;

/** Structured log lines with the request's id; service and level come from POWERTOOLS_… variables. */
export const newLog = (): Log => new Logger();

const MAX_MESSAGE = 300;
const MAX_CAUSES = 3;

export type Told = { readonly name: string; readonly message: string; readonly stack?: string; readonly cause?: Told };

/**
 * An error as it may be logged: its own properties are left out, for those of the SDK's errors hold whole items.
 */
export function told(error: unknown, causes = MAX_CAUSES): Told {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: typeof error };
  const { name, message, stack, cause } = error;
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name,
    message: message.slice(0, MAX_MESSAGE),
    ...(frames && frames.length > 0 && { stack: frames.join('\n') }),
    ...(cause !== undefined && causes > 0 && { cause: told(cause, causes - 1) }),
  };
}
