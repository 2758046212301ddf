import type { Json } from '../../../core/json';
import { HOUR_MS, MINUTE_MS } from '../../../core/time';
import { type EventKind, instantIn, type Offset } from './event';

/** A level source posts an alert, as Prometheus does to Alertmanager: again and again while it fires. */
export type LevelEvent = {
  readonly kind: 'level';
  readonly at: Offset;
  readonly labels: Readonly<Record<string, string>>;
  /** Null: the source does not say, and resolve_timeout counts. */
  readonly endsAt: Offset | null;
};

const PERIOD_MS = MINUTE_MS;
const LONG_MS = 24 * HOUR_MS;

export const level: EventKind<LevelEvent> = {
  plan: (planning) => {
    const { random, span } = planning;
    const count = random.chance(0.5) ? random.between(1, 3) : 0;
    return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
      const labels = {
        alertname: `level-${index}`,
        team: random.pick(['a', 'b']),
        severity: random.pick(['critical', 'warning']),
      };
      // It ends by its own word, falls silent, or goes on.
      const ending = random.pick(['says so', 'is silent', 'goes on']);
      const from = instantIn(planning);
      const posts = random.between(1, 4);
      return Array.from({ length: posts }, (_post, at): LevelEvent => {
        const isLast = at === posts - 1;
        const now = Math.min(from + at * PERIOD_MS, span);
        if (ending === 'is silent') return { kind: 'level', at: now, labels, endsAt: null };
        const end = isLast && ending === 'goes on' ? now + LONG_MS : now + 4 * PERIOD_MS;
        const isOver = isLast && ending === 'says so';
        return { kind: 'level', at: now, labels, endsAt: isOver ? now : end };
      });
    });
  },
  happen: ({ labels, endsAt }, world) => world.post(labels, endsAt === null ? null : world.start + endsAt),
  scenario: ({ labels, endsAt }) => {
    const alert: Json = { labels, ...(endsAt !== null && { ends_at: `${endsAt}ms` }) };
    return { alerts: [alert] };
  },
};
