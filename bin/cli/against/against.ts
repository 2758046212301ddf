import { resolve } from 'node:path';
import { compileMatcher, type Matcher } from '../../../core/routing/matcher';
import { labelsText } from '../../../core/routing/text';
import type { Configuration } from '../../../engine/configuration/configuration';
import { type Loss, lossesOf, MADE_UP, type Probe } from '../../../engine/coverage/coverage';
import { samplesOf } from '../../../engine/coverage/samples';
import { readMatchers } from '../../../formats/alertmanager/matcher';
import { parseMessage } from '../../../formats/messages';
import type { CheckOptions } from '../commands/check';
import { readPulled, waysOf } from '../config/pulled';
import { readInput } from '../files';
import { type Io, Problem } from '../io';
import { alarmsIn } from './templates';

/** What a configuration loses against the one that is deployed. */
export type Coverage = {
  readonly against: string;
  /** Losses that keep it from being right. */
  readonly errors: readonly Loss[];
  readonly warnings: readonly Loss[];
  /** What was asked: ways through the routes, alarms of the templates, alerts of files. */
  readonly tried: { readonly ways: number; readonly alarms: number; readonly alerts: number };
  /** What is not judged. */
  readonly notes: readonly string[];
};

/** Holds a configuration against the one that a file says is deployed. */
export async function coverage(
  io: Io,
  file: string,
  configuration: Configuration,
  options: CheckOptions,
): Promise<Coverage> {
  const pulled = readPulled(file, await readInput(io, file));
  const allowed = (options.allow ?? []).map(readAllowed);
  const { samples, missed, pairsLeftOut } = samplesOf(pulled.ways.route, configuration.route);
  const ways = samples.map(({ labels }): Probe => ({ labels, from: MADE_UP }));
  const alarms = alarmsIn(resolve(options.templates === undefined ? io.root : io.cwd, options.templates ?? 'cdk.out'));
  const alerts: Probe[] = [];
  for (const one of options.alerts ?? []) {
    const text = await readInput(io, one);
    alerts.push(...parseMessage(text, { now: Date.now() }).alerts.map(({ labels }) => ({ labels, from: one })));
  }
  const losses = lossesOf(pulled.ways, waysOf(configuration), [...alerts, ...alarms, ...ways]);
  const isError = (loss: Loss): boolean =>
    isCritical(loss) && (loss.kind === 'nobody' || loss.kind === 'no page') && !allowed.some((holds) => holds(loss));
  const hasNewRules = configuration.inhibitRules.some((rule) => !pulled.rules.some((one) => same(one, rule)));
  return {
    against: file,
    errors: losses.filter(isError),
    warnings: losses.filter((loss) => !isError(loss)),
    tried: { ways: ways.length, alarms: alarms.length, alerts: alerts.length },
    notes: [
      ...missed.map((path) => `no labels could be made up for ${path}: name an alert that goes there with --alerts`),
      ...(pairsLeftOut > 0 ? [`${pairsLeftOut} pairs of an old and a new route were not tried together`] : []),
      ...(hasNewRules ? ['there is a new inhibition rule: whom it keeps quiet is not judged here'] : []),
    ],
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What says nothing of its severity counts as critical, as everywhere. */
const isCritical = ({ labels }: Loss): boolean => (labels.severity ?? 'critical') === 'critical';

function readAllowed(text: string): (loss: Loss) => boolean {
  const read = readMatchers(text);
  if (!read.ok) throw new Problem(`--allow: ${read.error}`);
  const holds = read.matchers.map((matcher: Matcher) => compileMatcher(matcher));
  return ({ labels }) => holds.every((one) => one(labels));
}

const NOUNS = { nobody: 'reaches nobody any more', 'no page': 'pages nobody any more' } as const;

/** `an alert {severity="critical"} pages nobody any more: it was pagerduty ssm:/a, it would be slack #b` */
export function lossText({ labels, from, before, after, kind }: Loss): string {
  const what = from === MADE_UP ? `an alert ${labelsText(labels)}` : `${from}: ${labelsText(labels)}`;
  const told = (who: readonly string[]): string => (who.length === 0 ? 'nobody' : who.join(', '));
  if (kind === 'quiet') return `${what} is now kept quiet at times: ${after.quiet.join(', ')}`;
  const changed = `it was ${told(before.who)}, it would be ${told(after.who)}`;
  return kind === 'others' ? `${what} reaches others: ${changed}` : `${what} ${NOUNS[kind]}: ${changed}`;
}

/** The same for programs. */
export const lossJson = ({ labels, from, before, after, kind }: Loss) => ({
  kind: kind.replace(' ', '_'),
  from,
  labels,
  before: { level: before.level, who: before.who },
  after: { level: after.level, who: after.who, quiet: after.quiet },
});
