import type { LocalFile } from '../local-file';
import { RECEIVERS } from '../receivers/received';
import { painted } from '../terminal';

const TITLE: Readonly<Record<(typeof RECEIVERS)[number], string>> = {
  sms: 'SMS',
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  email: 'e-mail',
  webhook: 'webhook',
};

/** Where everything is. */
export const addresses = ({ inbox, aws, topics, receivers, events, alertmanager, intake }: LocalFile): string =>
  [
    row('inbox', inbox),
    row('embedded AWS', aws),
    ...RECEIVERS.map((name) => row(TITLE[name], `${receivers[name]}/received`)),
    row('critical topic', topics.critical),
    row('events', `${events}/v2/enqueue   routing_key ${intake.routing_key}`),
    row('alertmanager', String(alertmanager)),
  ].join('\n');

const row = (name: string, address: string) => `  ${name.padEnd(15)} ${address}`;

/** The end of the story: where everything is, and what a newcomer may try. */
export const whatNext = (
  local: LocalFile,
  { colour, daemon }: { readonly colour: boolean; readonly daemon: boolean },
): string => `
${painted('Everything runs.', 'bold', colour)}
${addresses(local)}

${painted('Try next', 'bold', colour)}
  open ${local.inbox}
  npm run break                       the alarm goes off again (and npm run heal)
  npx tocsin send FILE --local        an alarm message of your own
  curl -X POST ${local.receivers.webhook}/fault -d '{"status": 503, "for": 30}'    a receiver that is down
  ${daemon ? 'npm stop                            ends it' : 'Ctrl-C                              ends it'}
`;
