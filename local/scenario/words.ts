import * as z from 'zod';
import { unescaped } from '../inbox/mrkdwn';
import { Email } from '../inbox/views/email';
import { spaced } from '../inbox/views/sms';
import type { Received, ReceiverName } from '../receivers/received';
import type { DemoAlarm } from './alarm';

const MAX_TEXT = 90;

const Body = {
  sms: z.object({ to: z.string(), text: z.string() }),
  slack: z.object({ channel: z.string().optional(), text: z.string().optional(), ts: z.string().optional() }),
  pagerduty: z.object({ event_action: z.string(), payload: z.object({ summary: z.string() }).optional() }),
  webhook: z.object({ status: z.string(), alerts: z.array(z.unknown()) }),
};
const DID: Readonly<Record<string, string>> = {
  trigger: 'triggered',
  acknowledge: 'acknowledged',
  resolve: 'resolved',
};

/** One line of the timeline for what a receiver got. */
export function said(name: ReceiverName, { body }: Received): string {
  switch (name) {
    case 'sms': {
      const read = Body.sms.safeParse(body);
      return read.success ? line(`SMS to ${spaced(read.data.to)}`, read.data.text) : 'SMS';
    }
    case 'slack': {
      const read = Body.slack.safeParse(body);
      if (!read.success) return 'Slack';
      const { ts, text = '', channel } = read.data;
      return line(ts ? 'Slack, message edited' : `Slack${channel ? `, ${channel}` : ''}`, unescaped(text));
    }
    case 'pagerduty': {
      const read = Body.pagerduty.safeParse(body);
      if (!read.success) return 'PagerDuty';
      const { event_action, payload } = read.data;
      return line(`PagerDuty, ${DID[event_action] ?? event_action}`, payload?.summary ?? '');
    }
    case 'email': {
      const read = Email.safeParse(body);
      return read.success ? line(`e-mail to ${read.data.to}`, read.data.subject) : 'e-mail';
    }
    case 'webhook': {
      const read = Body.webhook.safeParse(body);
      if (!read.success) return 'webhook';
      const { status, alerts } = read.data;
      return `webhook: ${status}, ${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`;
    }
  }
}

function line(who: string, text: string): string {
  const one = text.replace(/\s+/g, ' ').trim();
  const short = one.length > MAX_TEXT ? `${one.slice(0, MAX_TEXT - 1)}…` : one;
  return short ? `${who}: ${short}` : who;
}

const UNITS: Readonly<Record<string, string>> = { Milliseconds: ' ms', Seconds: ' s', Percent: ' %', Bytes: ' bytes' };

/** `http_duration 4,200 ms (limit 2,000 ms)` */
export function measured({ metricName, unit, threshold }: DemoAlarm, value: number): string {
  const figure = (number: number) => `${number.toLocaleString('en-US')}${UNITS[unit ?? ''] ?? ''}`;
  return `${metricName} ${figure(value)} (limit ${figure(threshold)})`;
}
