import type { Disruption } from '../replay/scenario';
import type { EventKind, Offset } from './event';

/** A provider is out of order for a while: it refuses, asks for a pause, or says nothing. */
export type OutageEvent = {
  readonly kind: 'outage';
  readonly at: Offset;
  readonly until: Offset;
  readonly receiver: string;
  readonly channel: string;
  /** Place in the receiver's list of that channel. */
  readonly config: number;
  readonly answer: 'timeout' | { readonly status: number; readonly retryAfterS: number | null };
};

const ANSWERS: readonly [OutageEvent['answer'], ...OutageEvent['answer'][]] = [
  { status: 500, retryAfterS: null },
  { status: 500, retryAfterS: null },
  'timeout',
  { status: 404, retryAfterS: null },
  { status: 429, retryAfterS: 30 },
];

export const outage: EventKind<OutageEvent> = {
  plan: ({ random, routing, faultsUntil }) =>
    routing.receivers.flatMap(({ name, ...lists }) =>
      Object.entries(lists).flatMap(([key, entries = []]) =>
        entries.flatMap((_, config): OutageEvent[] => {
          if (!random.chance(0.12)) return [];
          const at = random.chance(0.5) ? 0 : random.between(0, faultsUntil);
          const until = random.chance(0.5) ? faultsUntil : random.between(at, faultsUntil);
          const channel = key.replace(/_configs$/, '');
          return [{ kind: 'outage', at, until, receiver: name, channel, config, answer: random.pick(ANSWERS) }];
        }),
      ),
    ),
  happen: ({ receiver, channel, config, until, answer }, world) => {
    const answered: Disruption['answer'] =
      answer === 'timeout'
        ? answer
        : { status: answer.status, retryAfterMs: answer.retryAfterS === null ? null : answer.retryAfterS * 1_000 };
    world.disrupt({ receiver, channel, config, from: world.now, until: world.start + until, answer: answered });
  },
  scenario: ({ receiver, channel, config, until, answer }) => ({
    outage: {
      receiver,
      channel,
      config,
      until: `${until}ms`,
      answer:
        answer === 'timeout'
          ? answer
          : { status: answer.status, ...(answer.retryAfterS !== null && { retry_after: answer.retryAfterS }) },
    },
  }),
};
