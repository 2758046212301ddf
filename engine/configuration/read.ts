import * as z from 'zod/mini';
import type { InhibitRule } from '../../core/inhibition/inhibit-rule';
import type { TimeInterval } from '../../core/interval/time-interval';
import type { Route } from '../../core/routing/route';
import { IngestShape } from '../intake/shape';
import type { Configuration } from './configuration';
import { IntegrationShape } from './read-integration';
import { OncallShape } from './read-oncall';

const Timing = z.object({ groupWaitMs: z.number(), groupIntervalMs: z.number(), repeatIntervalMs: z.number() });
const MatchersShape = z.array(
  z.object({ name: z.string(), operator: z.enum(['=', '!=', '=~', '!~']), value: z.string() }),
);
const RouteShape: z.ZodMiniType<Route> = z.object({
  receiver: z.string(),
  matchers: MatchersShape,
  continue: z.boolean(),
  groupBy: z.union([z.literal('...'), z.array(z.string())]),
  timing: Timing,
  path: z.string(),
  muteTimeIntervals: z.array(z.string()),
  activeTimeIntervals: z.array(z.string()),
  routes: z.array(z.lazy(() => RouteShape)),
});
const RuleShape: z.ZodMiniType<InhibitRule> = z.object({
  id: z.string(),
  name: z.string(),
  sources: MatchersShape,
  targets: MatchersShape,
  equal: z.array(z.string()),
});
const Ranges = z.nullable(z.array(z.object({ from: z.number(), to: z.number() })));
const IntervalShape: z.ZodMiniType<TimeInterval> = z.object({
  name: z.string(),
  periods: z.array(
    z.object({
      times: Ranges,
      weekdays: Ranges,
      daysOfMonth: Ranges,
      months: Ranges,
      years: Ranges,
      location: z.nullable(z.string()),
    }),
  ),
});
const Baked: z.ZodMiniType<Configuration> = z.object({
  route: RouteShape,
  receivers: z.record(
    z.string(),
    z.object({ name: z.string(), integrations: z.array(IntegrationShape), policies: z.array(z.string()) }),
  ),
  resolveTimeoutMs: z.number(),
  oncall: OncallShape,
  inhibitRules: z.array(RuleShape),
  intervals: z.record(z.string(), IntervalShape),
  isStrict: z.boolean(),
  ingest: IngestShape,
  hash: z.string(),
});

/** Reads back what was baked: its shape only, since it was compiled with every check. @throws when it is not one */
export const readConfiguration = (json: string): Configuration => Baked.parse(JSON.parse(json));
