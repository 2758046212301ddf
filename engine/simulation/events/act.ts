import { hash } from '../../../core/hash';
import type { Command } from '../../../core/incident/command';
import { command } from '../../command';
import { openIncidents } from '../../incidents';
import { type EventKind, instantIn, type Offset } from './event';

/** Somebody acts on every incident that is open, late, twice, or at the same time as others. */
export type ActEvent = {
  readonly kind: 'act';
  readonly at: Offset;
  readonly does: Command['type'];
  readonly by: string;
};

export const act: EventKind<ActEvent> = {
  plan: (planning) => {
    const { random } = planning;
    if (!random.chance(0.4)) return [];
    return Array.from({ length: random.between(1, 4) }, (): ActEvent => {
      const does = random.pick([
        'acknowledge',
        'acknowledge',
        'acknowledge',
        'unacknowledge',
        'escalate',
        'resolve',
      ] as const);
      return { kind: 'act', at: instantIn(planning), does, by: random.pick(['ann', 'ben']) };
    });
  },
  happen: (event, world) =>
    world.enqueue('command', async (ports, configuration) => {
      for (const { id: group } of await openIncidents(ports, configuration)) {
        const id = hash(16, group, JSON.stringify(event));
        await command(ports, configuration, group, { id, type: event.does, by: event.by, from: 'simulation' });
      }
    }),
  scenario: ({ does, by }) => ({ [does]: { by } }),
};
