import { failed, type Outcome, type Response, undeliverable } from './channel';

/** A provider that asks for more patience than this is asked again anyway. */
const MAX_PAUSE_MS = 3_600_000;

/** A header, whatever the case of its name. */
export function header({ headers }: Response, name: string): string | undefined {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

/**
 * How long the provider asks to be left alone, or null: `Retry-After` in seconds, or as a date, which is held against
 * the answer's own `Date` (nobody here has a clock).
 */
export function retryAfterMs(response: Response): number | null {
  const said = header(response, 'retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(said)) return Math.min(Math.ceil(Number(said) * 1_000), MAX_PAUSE_MS);
  const pause = Date.parse(said) - Date.parse(header(response, 'date') ?? '');
  return pause > 0 ? Math.min(pause, MAX_PAUSE_MS) : null;
}

/**
 * What a status other than 2xx means, or null for 2xx. 5xx may pass; of the rest only what `retryable` names.
 * The reason never quotes the body: what a provider sends back may hold what was sent to it.
 */
export function refusal(response: Response, retryable: readonly number[] = []): Outcome | null {
  const { status } = response;
  if (status >= 200 && status <= 299) return null;
  const mayPass = (status >= 500 && status <= 599) || retryable.includes(status);
  return mayPass ? failed(`answered ${status}`, retryAfterMs(response)) : undeliverable(`answered ${status}`);
}

/** The body as JSON, or null. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
