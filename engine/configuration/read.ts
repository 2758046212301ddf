import * as z from 'zod/mini';
import type { Route } from '../../core/routing/route';
import type { Configuration } from './configuration';
import { IntegrationShape } from './read-integration';
import { OncallShape } from './read-oncall';

const Timing = z.object({ groupWaitMs: z.number(), groupIntervalMs: z.number(), repeatIntervalMs: z.number() });
const RouteShape: z.ZodMiniType<Route> = z.object({
  receiver: z.string(),
  matchers: z.array(z.object({ name: z.string(), operator: z.enum(['=', '!=', '=~', '!~']), value: z.string() })),
  continue: z.boolean(),
  groupBy: z.union([z.literal('...'), z.array(z.string())]),
  timing: Timing,
  path: z.string(),
  muteTimeIntervals: z.array(z.string()),
  activeTimeIntervals: z.array(z.string()),
  routes: z.array(z.lazy(() => RouteShape)),
});
const Baked: z.ZodMiniType<Configuration> = z.object({
  route: RouteShape,
  receivers: z.record(
    z.string(),
    z.object({ name: z.string(), integrations: z.array(IntegrationShape), policies: z.array(z.string()) }),
  ),
  resolveTimeoutMs: z.number(),
  oncall: OncallShape,
  hash: z.string(),
});

/** Reads back what was baked: its shape only, since it was compiled with every check. @throws when it is not one */
export const readConfiguration = (json: string): Configuration => Baked.parse(JSON.parse(json));
