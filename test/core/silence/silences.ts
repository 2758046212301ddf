import type { Silence } from '../../../core/silence/silence';
import { matcher } from '../routing/routes';

/** A silence with everything that a test does not care about filled in; it holds from 0 on. */
export const silence = (id: string, matchers: readonly string[], more: Partial<Silence> = {}): Silence => ({
  id,
  kind: 'silence',
  matchers: matchers.map(matcher),
  incident: null,
  startsAt: 0,
  endsAt: null,
  recurrence: null,
  createdBy: 'ada',
  comment: 'known',
  ...more,
});
