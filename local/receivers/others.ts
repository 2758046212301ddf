import { accepted, type Provider } from './received';

/** Takes whatever is posted to it, as most webhooks do. */
export const webhook: Provider = { name: 'webhook', answer: () => accepted(200, { status: 'ok' }) };

/** Filled from the embedded AWS's outboxes. */
export const sms: Provider = { name: 'sms', answer: null };
export const email: Provider = { name: 'email', answer: null };
