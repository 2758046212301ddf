import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';

/** Where the local run's receivers take what the reference configuration sends to the world. */
export type Addresses = { readonly pagerduty: string; readonly slack: string; readonly webhook: string };

/** A secret that the routing refers to, and what it is here. */
export type LocalSecret = { readonly reference: string; readonly value: string };

export type Localised = {
  readonly text: string;
  readonly secrets: readonly LocalSecret[];
  /** Addresses that the embedded mail service must know before it sends for them. */
  readonly senders: readonly string[];
};

/**
 * The same routing with other addresses: what goes to PagerDuty, Slack and webhooks goes to the receivers of this run.
 * Routes, groups, waits, phone numbers and mail addresses stay as they are.
 * @param text a `routing.yml`
 */
export function localise(text: string, addresses: Addresses): Localised {
  const document = parseDocument(text);
  document.setIn(['global', 'pagerduty_url'], `${addresses.pagerduty}/v2/enqueue`);
  document.setIn(['global', 'slack_app_url'], `${addresses.slack}/api`);
  const secrets = new Map<string, string>();
  const senders = new Set<string>();

  visit(document, {
    Pair: (_, pair, path) => {
      if (!isScalar(pair.key) || !isScalar(pair.value)) return;
      const key = String(pair.key.value);
      const value = String(pair.value.value);
      const here = elsewhere(key, kindOf(path), addresses);
      if (here) pair.value.value = here;
      if (key === 'smtp_from' || (key === 'from' && kindOf(path) === 'email_configs')) senders.add(bareAddress(value));
      if (key.endsWith('_file')) secrets.set(value, secretFor(key, addresses));
    },
  });
  return {
    text: String(document),
    secrets: [...secrets].map(([reference, value]) => ({ reference, value })),
    senders: [...senders],
  };
}

/** The `…_configs` list in which something stands. */
function kindOf(path: readonly unknown[]): string | null {
  for (const [index, node] of path.entries()) {
    if (!isMap(node)) continue;
    const child = path[index + 1];
    const pair = node.items.find((item) => item === child);
    if (pair && isScalar(pair.key) && isSeq(pair.value) && /_configs$/.test(String(pair.key.value)))
      return String(pair.key.value);
  }
  return null;
}

/** The receiver of this run that stands for an address which is written in the file itself. */
function elsewhere(key: string, kind: string | null, { pagerduty, slack, webhook }: Addresses): string | null {
  if (key === 'slack_api_url' || (key === 'api_url' && kind === 'slack_configs')) return incoming(slack);
  if (key === 'app_url' && kind === 'slack_configs') return `${slack}/api`;
  if (key !== 'url') return null;
  if (kind === 'pagerduty_configs') return `${pagerduty}/v2/enqueue`;
  return kind === 'webhook_configs' ? `${webhook}/alerts` : null;
}

/** Secrets of the shape that the provider gives out, and worth nothing. */
function secretFor(key: string, { slack, webhook }: Addresses): string {
  if (key === 'routing_key_file') return 'local'.padEnd(32, '0');
  if (key === 'slack_app_token_file' || key === 'app_token_file') return 'xoxb-local';
  if (key === 'slack_api_url_file' || key === 'api_url_file') return incoming(slack);
  return key === 'url_file' ? `${webhook}/alerts` : 'local-secret';
}

const incoming = (slack: string) => `${slack}/services/T0000/B0000/local`;

/** `ops@acme.example` of `Ops <ops@acme.example>`. */
const bareAddress = (from: string) => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
