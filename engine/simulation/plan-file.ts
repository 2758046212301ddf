import * as z from 'zod';
import { NO_FAULTS } from './faults';

const chance = z.number().min(0).max(1);

/** A world as `npm run simulate` writes it; what an event holds is its kind's own. */
export const PlanFile = z.strictObject({
  seed: z.int(),
  routing: z.looseObject({ route: z.looseObject({}), receivers: z.array(z.looseObject({ name: z.string() })) }),
  events: z.array(z.looseObject({ kind: z.string(), at: z.number() })),
  faults: z.strictObject(Object.fromEntries(Object.keys(NO_FAULTS).map((name) => [name, chance]))),
  faultsUntil: z.number(),
});
