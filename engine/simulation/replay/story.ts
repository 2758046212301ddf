import type { Labels } from '../../../core/alert/alert';
import { matchersText } from '../../../core/routing/text';
import type { OverrideRequest } from '../../override';
import type { Delivery } from './result';
import type { Happening } from './scenario';

/** `HighErrors {instance="a"}`: what it is called first. */
export function nameOf({ alertname, ...others }: Labels): string {
  const rest = Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [alertname ?? '', rest.length > 0 ? `{${rest.join(', ')}}` : ''].filter(Boolean).join(' ') || '(no labels)';
}

/** At most a few by name, and how many there are. */
export function namesOf(labels: readonly Labels[], most = 3): string {
  const more = labels.length - most;
  return [...labels.slice(0, most).map(nameOf), ...(more > 0 ? [`${more} more`] : [])].join(', ') || 'nothing';
}

const VERBS = {
  acknowledge: 'acknowledges',
  unacknowledge: 'gives back',
  resolve: 'resolves',
  escalate: 'escalates',
} as const;

/** What a scenario's event is, in words. */
export function sentenceOf(happening: Happening): string {
  switch (happening.type) {
    case 'post':
      return `alerts: ${namesOf(happening.alerts.map(({ labels }) => labels))}`;
    case 'message':
      return `${happening.source} message: ${happening.body.replace(/\s+/g, ' ').slice(0, 80)}`;
    case 'posted':
      return `${happening.source === 'pagerduty' ? 'PagerDuty event' : 'from Alertmanager'}: ${happening.body.replace(/\s+/g, ' ').slice(0, 80)}`;
    case 'heartbeat':
      return `heartbeat ${happening.name}`;
    case 'outage': {
      const { receiver, channel, config, answer } = happening.disruption;
      const where = [receiver, channel, config].filter((part) => part !== null).join(' ');
      return `outage of ${where}: ${answer === 'timeout' ? answer : answer.status}`;
    }
    case 'silence': {
      const { id, matchers, createdBy, comment } = happening.silence;
      return `silence ${id} by ${createdBy}: ${matchersText(matchers)}${comment && ` (${comment})`}`;
    }
    case 'expire':
      return `silence ${happening.id} is ended`;
    case 'override':
      return overrideSentence(happening.request);
    case 'reload':
      return 'another configuration';
    case 'command':
      return `${happening.by} ${VERBS[happening.command]} ${matchersText(happening.matchers)}`;
    case 'crash':
      return `the ${happening.who} dies at its next commit`;
    case 'duplicate':
      return 'the event before, again';
  }
}

/** `override of primary: carol for bob` */
function overrideSentence({ schedule, person, replaces }: OverrideRequest): string {
  if (replaces === null) return `override of ${schedule}: ${person} in addition`;
  return `override of ${schedule}: ${person ?? 'nobody'} for ${replaces}`;
}

/** `firing to team by webhook http://a: HighErrors (attempt 2: failed)` */
export function deliveryText({ kind, receiver, channel, to, outcome, attempt, alerts }: Delivery): string {
  const note = outcome === 'delivered' && attempt === 1 ? '' : ` (attempt ${attempt}: ${outcome})`;
  const states = alerts.map(({ labels, status }) => `${nameOf(labels)}${status === kind ? '' : ` ${status}`}`);
  const some = states.length > 3 ? [...states.slice(0, 3), `${states.length - 3} more`] : states;
  return `${kind} to ${receiver} by ${channel} ${to}: ${some.join(', ')}${note}`;
}
