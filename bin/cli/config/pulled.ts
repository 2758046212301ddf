import * as z from 'zod';
import type { Matcher } from '../../../core/routing/matcher';
import { HEARS_AS_UPSTREAM, type Receiver } from '../../../core/routing/receiver';
import type { Route } from '../../../core/routing/route';
import type { Configuration } from '../../../engine/configuration/configuration';
import type { Ways } from '../../../engine/coverage/reach';
import { Problem } from '../io';

const MatcherShape: z.ZodType<Matcher> = z.object({
  name: z.string(),
  operator: z.enum(['=', '!=', '=~', '!~']),
  value: z.string(),
});
/** What a later version knows and an earlier one did not has a default: what was deployed may be older than this. */
const RouteShape: z.ZodType<Route> = z.object({
  receiver: z.string(),
  matchers: z.array(MatcherShape),
  continue: z.boolean(),
  groupBy: z.union([z.literal('...'), z.array(z.string())]),
  timing: z.object({ groupWaitMs: z.number(), groupIntervalMs: z.number(), repeatIntervalMs: z.number() }),
  path: z.string(),
  muteTimeIntervals: z.array(z.string()).default([]),
  activeTimeIntervals: z.array(z.string()).default([]),
  routes: z.array(z.lazy(() => RouteShape)),
});
const ReceiverShape: z.ZodType<Receiver> = z.object({
  name: z.string(),
  integrations: z.array(
    z.object({
      channel: z.string(),
      index: z.number(),
      key: z.string(),
      to: z.string(),
      sendResolved: z.boolean(),
      hears: z.custom<Receiver['integrations'][number]['hears']>().default(HEARS_AS_UPSTREAM),
      settings: z.json(),
    }),
  ),
  policies: z.array(z.string()).default([]),
});

/** What `tocsin config pull` writes. */
const Pulled = z.object({
  tocsin: z.literal('configuration'),
  name: z.string(),
  hash: z.string(),
  deployed_at: z.string(),
  configuration: z.object({
    route: RouteShape,
    receivers: z.record(z.string(), ReceiverShape),
    inhibitRules: z.array(z.unknown()).default([]),
  }),
});
export type Pulled = {
  readonly name: string;
  readonly hash: string;
  readonly ways: Ways;
  readonly rules: readonly unknown[];
};

/** The text of such a file. */
export const pulledText = (name: string, hash: string, deployedAt: number, configuration: unknown): string =>
  `${JSON.stringify(
    { tocsin: 'configuration', name, hash, deployed_at: new Date(deployedAt).toISOString(), configuration },
    null,
    2,
  )}\n`;

/** @throws {Problem} when it is none, or one that this version cannot read */
export function readPulled(file: string, text: string): Pulled {
  const read = Pulled.safeParse(jsonOf(file, text));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue ? ` (${issue.path.join('.') || 'the whole'}: ${issue.message})` : '';
    throw new Problem(`${file}: is no configuration that "tocsin config pull" wrote${where}`);
  }
  const { name, hash, configuration } = read.data;
  return { name, hash, ways: configuration, rules: configuration.inhibitRules };
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${file}: is not JSON: write it with "tocsin config pull --out ${file}"`);
  }
}

/** What of a compiled configuration the same questions are asked of. */
export const waysOf = ({ route, receivers }: Configuration): Ways => ({ route, receivers });
