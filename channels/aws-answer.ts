import { delivered, failed, type Outcome, type Response, undeliverable } from './channel';
import { parseJson, retryAfterMs } from './refusal';

/** AWS throttles with 400 as well as with 429; what is said of the moment may pass. */
const PASSING =
  /throttl|toomanyrequests|limitexceeded|unavailable|internal|timeout|slowdown|expiredtoken|requestexpired/i;

const NAME = /\b[A-Z][A-Za-z]{2,60}(?:Exception|Error|Failure|Rejected|Throttled|Throttling|Parameter|Timeout)\b/;

/** What SNS and SES answered: the provider's message id, or an error of which only the name is told. */
export function awsOutcome(response: Response): Outcome {
  const { status, body } = response;
  if (status >= 200 && status <= 299) return delivered(idOf(body));
  const name = errorName(body);
  const reason = name ? `${name} (${status})` : `answered ${status}`;
  const mayPass = status === 429 || (status >= 500 && status <= 599) || PASSING.test(name ?? '');
  return mayPass ? failed(reason, retryAfterMs(response)) : undeliverable(reason);
}

function errorName(body: string): string | null {
  const parsed = parseJson(body.slice(0, 10_000));
  const named = typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : [];
  const text = [...named.filter((value) => typeof value === 'string'), body.slice(0, 1_000)].find((said) =>
    NAME.test(said),
  );
  return text === undefined ? null : (NAME.exec(text)?.[0] ?? null);
}

const idOf = (body: string): string | null => (/^[\w.@<>-]{1,200}$/.test(body) ? body : null);
