import * as z from 'zod/mini';
import type { Json } from '../../core/json';
import type { Integration } from '../../core/routing/receiver';

/** A destination as it was baked. */
export const IntegrationShape: z.ZodMiniType<Integration> = z.object({
  channel: z.string(),
  index: z.number(),
  key: z.string(),
  to: z.string(),
  sendResolved: z.boolean(),
  hears: z.object({ changes: z.enum(['all', 'worse']), acknowledgements: z.enum(['always', 'told', 'never']) }),
  // Read by its channel's schema when it was compiled.
  settings: z.custom<Json>((value) => value !== undefined),
});
