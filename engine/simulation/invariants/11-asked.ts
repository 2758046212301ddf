import { MINUTE_MS } from '../../../core/time';
import { readHeader } from '../../stored';
import type { Invariant, Violation } from './invariant';

/** Sweeps look this far ahead; a flush that is due is not put off for longer. */
const LATE_MS = 3 * MINUTE_MS;

/** 11: no step waits for nobody, and one that is due is not left lying. */
export const asked: Invariant = ({ quiet, start, plan }) =>
  quiet.flatMap(({ at, items }) =>
    items
      .filter(({ sk }) => sk === 'H')
      .flatMap((item): Violation[] => {
        const { state, escalation, wakeAt, groupKey } = readHeader(item);
        if (state !== 'triggered' || !escalation || escalation.dueAt === null) return [];
        const waitsForNobody = escalation.asked.length === 0 && escalation.reminders.length === 0;
        const isOverdue = at > start + plan.faultsUntil + LATE_MS && (wakeAt ?? 0) < at - LATE_MS;
        return [
          ...(waitsForNobody
            ? [{ invariant: 11, what: `step ${escalation.step} of ${groupKey} waits for nobody` }]
            : []),
          ...(isOverdue ? [{ invariant: 11, what: `step ${escalation.step} of ${groupKey} is overdue` }] : []),
        ];
      }),
  );
