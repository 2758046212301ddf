import type { Labels } from '../../core/alert/alert';
import { LEVELS, type Level, type Reached, reachOf, type Ways } from './reach';

/** A way that reaches somebody less than it did; labels stand for all that take it. */
export type Loss = {
  readonly labels: Labels;
  /** Where the labels are from: `a way through the routes`, an alarm, a file. */
  readonly from: string;
  readonly before: Reached;
  readonly after: Reached;
  /** Nobody is reached any more; nobody is woken any more; somebody else is; or it is quiet at times. */
  readonly kind: 'nobody' | 'no page' | 'others' | 'quiet';
};

export type Probe = { readonly labels: Labels; readonly from: string };

const rank = (level: Level): number => LEVELS.indexOf(level);

/**
 * What alerts lose by another configuration. Of those that lose the same on the same way one is told for each severity.
 */
export function lossesOf(before: Ways, after: Ways, probes: readonly Probe[]): readonly Loss[] {
  const losses = new Map<string, Loss>();
  for (const { labels, from } of probes) {
    const [was, is] = [reachOf(before, labels), reachOf(after, labels)];
    const kind = kindOf(was, is);
    if (!kind) continue;
    const isMadeUp = from === MADE_UP;
    const same = [
      kind,
      labels.severity ?? '',
      was.paths,
      is.paths,
      isMadeUp ? '' : `${from} ${labels.alertname ?? ''}`,
    ];
    const key = JSON.stringify(same);
    if (!losses.has(key)) losses.set(key, { labels, from, before: was, after: is, kind });
  }
  return [...losses.values()];
}

/** Where labels are from that nobody ever sent. */
export const MADE_UP = 'a way through the routes';

function kindOf(was: Reached, is: Reached): Loss['kind'] | null {
  if (rank(is.level) < rank(was.level)) return is.level === 'nobody' ? 'nobody' : 'no page';
  if (was.who.some((one) => !is.who.includes(one))) return 'others';
  return is.quiet.some((name) => !was.quiet.includes(name)) ? 'quiet' : null;
}
