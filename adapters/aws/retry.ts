/** Refused before anything was done: asking again cannot do it twice. */
const NOT_APPLIED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const REASONS_TO_RETRY = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);
const TRIES = 5;
const FIRST_PAUSE_MS = 25;

/** What a failed call of an AWS client carries, as far as it is read here. */
type Failure = {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
};

export type Pauses = {
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export const realPauses: Pauses = {
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Codes why a transaction was cancelled; empty for any other error. */
export const cancellationCodes = (error: unknown): readonly string[] =>
  ((error as Failure).CancellationReasons ?? []).flatMap(({ Code }) => (Code && Code !== 'None' ? [Code] : []));

/**
 * Calls again after throttling and conflicts, with full jitter; after an unknown outcome only what is `repeatable`.
 * The client's own retry is off: it repeats a conditional write whose answer was lost, and reports the first
 * attempt's success as a failed condition.
 */
export async function retried<Result>(
  work: () => Promise<Result>,
  repeatable: boolean,
  { random, sleep }: Pauses,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const again = isRefusal(error) || (repeatable && isUnknown(error));
      if (!again || tries === TRIES) throw error;
      await sleep(random() * FIRST_PAUSE_MS * 2 ** tries);
    }
  }
}

function isRefusal(error: unknown): boolean {
  const { name = '' } = error as Failure;
  const codes = cancellationCodes(error);
  return NOT_APPLIED.has(name) || (codes.length > 0 && codes.every((code) => REASONS_TO_RETRY.has(code)));
}

/** No answer, or an answer that says that the service broke. */
function isUnknown(error: unknown): boolean {
  const status = (error as Failure).$metadata?.httpStatusCode;
  return status === undefined || status >= 500;
}
