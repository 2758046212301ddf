import type { Received, ReceiverName } from '../receivers/received';
import type { Receivers } from '../receivers/receivers';
import type { Timeline } from '../scenario/timeline';
import { type Html, html, time } from './html';
import { signs } from './mrkdwn';
import { emailView } from './views/email';
import { pagerdutyView } from './views/pagerduty';
import { slackView } from './views/slack';
import { smsView } from './views/sms';
import { footnotes } from './views/view';
import { webhookView } from './views/webhook';

export type SectionName = ReceiverName | 'timeline' | 'controls';

/** What one can do from the page once everything runs. */
export type Actions = { readonly break: () => Promise<void>; readonly heal: () => Promise<void> };

export type Inbox = {
  readonly receivers: Receivers;
  readonly timeline: Timeline;
  /** Null until the deployment is there. */
  readonly actions: () => Actions | null;
};

const TITLES: Readonly<Record<ReceiverName, string>> = {
  sms: 'Phone',
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  email: 'E-mail',
  webhook: 'Webhook',
};

/** The inner part of a section, as the first page has it and as an open page gets it anew. */
export function section(name: SectionName, inbox: Inbox): Html {
  if (name === 'timeline') return timelineView(inbox.timeline);
  if (name === 'controls') return controls(inbox.actions() !== null);
  const receiver = inbox.receivers.all[name];
  return html`${views[name](receiver.received(), inbox)}${footnotes(receiver)}`;
}

const views: Readonly<Record<ReceiverName, (received: readonly Received[], inbox: Inbox) => Html>> = {
  sms: smsView,
  slack: (_, { receivers }) => slackView(receivers.slack.messages()),
  pagerduty: pagerdutyView,
  email: emailView,
  webhook: webhookView,
};

const timelineView = (timeline: Timeline): Html =>
  html`<ol class="items" data-items>${timeline
    .entries()
    .map(
      ({ at, kind, text }, index) =>
        html`<li data-key="entry-${index}">${time(at)} <span class="${kind}">${signs(text)}</span></li>`,
    )}</ol>`;

const controls = (ready: boolean): Html =>
  ready
    ? html`<form method="post" action="/break"><button class="break">Break it</button></form>
<form method="post" action="/heal"><button>Heal it</button></form>`
    : html`<p class="starting">Starting: the messages will appear here by themselves.</p>`;

/** What belongs side by side; on a narrow screen all of it stands below each other. */
const COLUMNS: readonly (readonly ReceiverName[])[] = [['sms', 'webhook'], ['slack'], ['pagerduty', 'email']];

const receiver = (
  name: ReceiverName,
  inbox: Inbox,
): Html => html`<section class="receiver" aria-labelledby="${name}-title">
  <h2 id="${name}-title">${TITLES[name]}</h2>
  <div data-section="${name}">${section(name, inbox)}</div>
</section>`;

/** The whole page, complete without JavaScript; the script only keeps it up to date. */
export const page = (inbox: Inbox): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tocsin: what everyone received</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/base.css">
<link rel="stylesheet" href="/receivers.css">
<script src="/inbox.js" defer></script>
</head>
<body>
<a class="skip" href="#inbox">Skip to the messages</a>
<header>
  <div class="intro">
    <p class="name"><img src="/icon.svg" alt="" width="28" height="28"> Tocsin</p>
    <h1>What everyone received</h1>
    <p class="lead">A CloudWatch alarm on the embedded AWS, and what each person and system got from it. Nothing leaves this machine.</p>
    <div class="controls" id="controls" data-section="controls">${section('controls', inbox)}</div>
    <p role="status" class="live" id="live"></p>
  </div>
  <section class="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">What happened</h2>
    <div data-section="timeline" tabindex="0" role="region" aria-labelledby="timeline-title">${section('timeline', inbox)}</div>
  </section>
</header>
<main id="inbox" tabindex="-1">
${COLUMNS.map((names) => html`<div class="column">${names.map((name) => receiver(name, inbox))}</div>`)}
</main>
</body>
</html>`;

/** What an open page says aloud when a receiver got something. */
export function announcement(name: SectionName, inbox: Inbox): string {
  if (name === 'timeline' || name === 'controls') return '';
  const count = inbox.receivers.all[name].received().length;
  return count === 0 ? '' : `${TITLES[name]}: ${count} ${count === 1 ? 'message' : 'messages'} so far`;
}
