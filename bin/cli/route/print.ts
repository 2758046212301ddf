import type { Labels } from '../../../core/alert/alert';
import { explain, type Trace } from '../../../core/routing/match';
import { labelValue } from '../../../core/routing/matcher';
import { labelsText, matchersText } from '../../../core/routing/text';
import type { Configuration } from '../../../engine/configuration/configuration';
import { type Io, paint } from '../io';
import type { Routed, RoutedAlert } from './answer';

/** Why a node does not take the alert: what there is instead of what it asks for. */
function refusal({ unmet }: Trace, labels: Labels): string {
  const names = [...new Set(unmet.map(({ name }) => name))];
  const found = names.map((name) => {
    const value = labelValue(labels, name);
    return value === '' ? `there is no ${name}` : `${name} is ${JSON.stringify(value)}`;
  });
  return found.join(', ');
}

function nodeLine(io: Io, trace: Trace, labels: Labels): string {
  const { route, isDestination, unmet } = trace;
  const matchers = trace.position === null ? 'every alert' : matchersText(route.matchers);
  if (unmet.length > 0) return paint(io, 'dim', `✗ ${matchers}: ${refusal(trace, labels)}`);
  const goesOn = route.continue ? ', and its siblings are tried too (continue)' : '';
  if (isDestination) return `${paint(io, 'green', `✓ ${matchers} → ${route.receiver}`)}${goesOn}`;
  return `✓ ${matchers}: a route below takes it${goesOn}`;
}

/** The walk through the tree, as far as the alert went. */
function walk(io: Io, trace: Trace, labels: Labels, indent: string): readonly string[] {
  const below = trace.tried.flatMap((child) => walk(io, child, labels, `${indent}  `));
  const untried =
    trace.untried > 0
      ? [`${indent}  ${paint(io, 'dim', `… ${trace.untried} more not tried: the one above took it`)}`]
      : [];
  return [`${indent}${nodeLine(io, trace, labels)}`, ...below, ...untried];
}

function destination(io: Io, routed: Routed, { receivers }: Configuration): readonly string[] {
  const { receiver, group_labels, group_wait, group_interval, repeat_interval, muted_by } = routed;
  const integrations = receivers[receiver]?.integrations ?? [];
  const told = integrations.map(({ channel, to, sendResolved }) => {
    return `    ${channel} ${to}${sendResolved ? '' : ' (not told when it is over)'}`;
  });
  const group =
    Object.keys(group_labels).length > 0 ? `with all alerts of ${labelsText(group_labels)}` : 'with all others';
  return [
    `${paint(io, 'bold', receiver)}: told ${group}`,
    ...(muted_by.length > 0 ? [`    ${paint(io, 'yellow', `not at this time: ${muted_by.join(', ')}`)}`] : []),
    `    first after ${group_wait}, of changes every ${group_interval}, again every ${repeat_interval}`,
    ...told,
    ...paged(routed),
    ...(told.length + routed.pages.length > 0
      ? []
      : [`    ${paint(io, 'yellow', 'nobody: this receiver has no destination')}`]),
  ];
}

/** At most so many pages of a policy are shown. */
const MOST_PAGES = 12;

/** Who is asked in turn, if nobody answers. */
function paged({ pages }: Routed): readonly string[] {
  const [first] = pages;
  if (!first) return [];
  const lines = pages.slice(0, MOST_PAGES).map(({ after, person, channel, to, step }) => {
    const who = person === null ? 'the last resort' : `${person}, step ${step}`;
    return `      after ${after}: ${who}, by ${channel} ${to}`;
  });
  const more = pages.length > MOST_PAGES ? [`      … ${pages.length - MOST_PAGES} more`] : [];
  return [`    escalation policy ${first.policy}, until somebody answers:`, ...lines, ...more];
}

/** A rule by its place in the file and what its sources are; anything else by its name. */
function inhibitor(by: string, { inhibitRules }: Configuration): string {
  const rule = /^\d+$/.test(by) ? inhibitRules[Number(by)] : undefined;
  if (!rule) return by;
  return `inhibit_rules[${by}]${rule.name === '' ? '' : ` ${rule.name}`}, sources ${matchersText(rule.sources)}`;
}

/** What keeps it from being told, wherever it goes. */
function muting(io: Io, { inhibited_by, silenced_by }: RoutedAlert, configuration: Configuration): readonly string[] {
  return [
    ...inhibited_by.map((by) => `inhibited by ${inhibitor(by, configuration)}`),
    ...silenced_by.map((id) => `silenced by ${id}`),
  ].map((line) => `  ${paint(io, 'yellow', line)}`);
}

/** An alert's way, for people. */
export function printRouted(io: Io, one: RoutedAlert, configuration: Configuration): string {
  const { alert, routes } = one;
  const { labels, status, starts_at } = alert;
  const title = `${paint(io, 'bold', labels.alertname ?? 'an alert')}, ${status} since ${starts_at}`;
  return [
    title,
    `  ${labelsText(labels)}`,
    ...muting(io, one, configuration),
    '',
    ...walk(io, explain(configuration.route, labels), labels, '  '),
    '',
    ...routes.flatMap((one) => destination(io, one, configuration)).map((line) => `  ${line}`),
  ].join('\n');
}
