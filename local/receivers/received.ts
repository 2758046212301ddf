import type { Json } from '../../core/json';

/** The receivers of the local run, in the order in which people see them. */
export const RECEIVERS = ['sms', 'slack', 'pagerduty', 'email', 'webhook'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** What a receiver got and accepted. A promise to outside programs: `GET /received` answers a list of these, oldest first. */
export type Received = {
  /** ISO time. */
  readonly at: string;
  /** Null for SMS and e-mail, which come by no request. */
  readonly path: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
};

/** What a provider would answer. Refused requests are kept apart: nobody received them. */
export type Answer = { readonly status: number; readonly body: Json };

/** One provider as the local run plays it. */
export type Provider = {
  readonly name: ReceiverName;
  /** Null where no request can come: SMS and e-mail are read from the embedded AWS. */
  readonly answer: ((request: Received) => Answer & { readonly accepted: boolean }) | null;
};

export const accepted = (status: number, body: Json) => ({ status, body, accepted: true });
export const refused = (status: number, body: Json) => ({ status, body, accepted: false });
