import type { Browser, Page, Request } from 'playwright-core';
import { openBrowser } from '../../local/browser';
import { type InboxServer, startInbox } from '../../local/inbox/server';
import { ANY_PORTS, type Receivers, startReceivers } from '../../local/receivers/receivers';
import { makeTimeline, type Timeline } from '../../local/scenario/timeline';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

let receivers: Receivers;
let inbox: InboxServer;
let page: Page;
let done: string[];
let timeline: Timeline;
beforeEach(async () => {
  done = [];
  timeline = makeTimeline();
  receivers = await startReceivers(ANY_PORTS);
  const actions = { break: async () => void done.push('break'), heal: async () => void done.push('heal') };
  inbox = await startInbox({ receivers, timeline, actions: () => actions }, 0);
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  await inbox.stop();
  await receivers.stop();
});

const at = '2026-01-01T12:00:00.000Z';
const bare = { at, path: null, headers: {} };
const sms = (text: string) => receivers.all.sms.add({ ...bare, body: { to: '+15550100001', text } });
const email = (subject: string, html: string) =>
  receivers.all.email.add({ ...bare, body: { to: 'ops@example.com', subject, text: subject, html } });
async function post(url: string, body: object): Promise<Record<string, string>> {
  const headers = { authorization: 'Bearer xoxb-1' };
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  return (await answer.json()) as Record<string, string>;
}
const slack = (method: string, body: object) => post(`${receivers.all.slack.url}/api/${method}`, body);
const pagerduty = (event_action: string, summary: string) =>
  post(`${receivers.all.pagerduty.url}/v2/enqueue`, {
    routing_key: 'k'.repeat(32),
    event_action,
    dedup_key: 'one',
    payload: { summary, source: 'search', severity: 'critical' },
  });

test('what each receiver gets appears on an open page by itself', async () => {
  // Prepare
  await page.goto(inbox.url);
  await page.getByText('No SMS yet.').waitFor();

  // Act
  sms('search is slow');
  await slack('chat.postMessage', { channel: '#incidents', text: 'slow in Slack' });
  await pagerduty('trigger', 'slow on the pager');
  email('slow by mail', '<h1>Slow</h1>');
  await post(receivers.all.webhook.url, { status: 'firing', alerts: [{}] });
  timeline.add('alarm', 'the alarm went off');

  // Assess
  for (const text of [
    'search is slow',
    'slow in Slack',
    'slow on the pager',
    'slow by mail',
    'firing, 1 alert',
    'the alarm went off',
  ])
    await page.getByText(text, { exact: true }).first().waitFor();
  await page.frameLocator('iframe').getByRole('heading', { name: 'Slow' }).waitFor();
  expect(await page.getByText('No SMS yet.').isVisible()).toBe(false);
});

test('an edit changes its message in place, a resolve its incident', async () => {
  // Prepare
  await page.goto(inbox.url);
  const { channel, ts } = await slack('chat.postMessage', { channel: '#incidents', text: 'it fires' });
  await pagerduty('trigger', 'slow');
  await page.getByText('it fires').waitFor();

  // Act
  await slack('chat.update', { channel, ts, text: 'it is over' });
  await pagerduty('resolve', 'slow');

  // Assess
  await page.getByText('it is over').waitFor();
  await page.locator('.state', { hasText: 'Resolved' }).waitFor();
  expect(await page.getByText('it fires').count()).toBe(0);
  expect(await page.locator('.state').count()).toBe(1);
});

test('what the reader has opened stays open when something else arrives', async () => {
  // Prepare
  await post(receivers.all.webhook.url, { status: 'firing', alerts: [] });
  await page.goto(inbox.url);
  const summary = page.locator('.call summary').first();
  await summary.click();
  await summary.focus();

  // Act
  await post(receivers.all.webhook.url, { status: 'resolved', alerts: [] });
  await page.getByText('resolved, 0 alerts').waitFor();

  // Assess
  const calls = page.locator('.call');
  expect(await calls.evaluateAll((all) => all.map((one) => one.hasAttribute('open')))).toEqual([false, true]);
  expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('firing');
});

const ATTACKS = [
  '<script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '"><svg onload="window.hit = 1">',
  "' autofocus onfocus='window.hit = 1",
  '<javascript:window.hit=1|click>',
  '</pre></li></section><script>window.hit = 1</script>',
];

test.each(ATTACKS)('%s does nothing, wherever it arrives', async (attack) => {
  // Prepare
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  const arrive = async () => {
    sms(attack);
    await slack('chat.postMessage', { channel: '#a', text: attack });
    await slack('chat.postMessage', {
      channel: attack,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: attack } }],
      attachments: [{ color: attack, title: attack, title_link: 'javascript:window.hit=1', text: attack }],
    });
    await pagerduty('trigger', attack);
    email(attack, `${attack}<script>parent.hit = 1</script>`);
    await post(receivers.all.webhook.url, { status: attack, alerts: [] });
    timeline.add('message', attack);
  };

  // Act: once before the page is opened, once while it is
  await arrive();
  await page.goto(inbox.url);
  await arrive();
  await page.locator('.bubbles li:nth-child(2)').waitFor();
  await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');

  // Assess
  expect(await page.evaluate("'hit' in window")).toBe(false);
  expect(await page.locator('main script, header script, [onerror], [onload], [onfocus]').count()).toBe(0);
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('without JavaScript a reload shows everything, and the buttons work', async () => {
  // Prepare
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  sms('search is slow');
  await plain.goto(inbox.url);
  await plain.getByText('search is slow').waitFor();

  // Act
  await plain.getByRole('button', { name: 'Break it' }).click();
  sms('it is over');
  await plain.reload();

  // Assess
  await plain.getByText('it is over').waitFor();
  expect(done).toEqual(['break']);
  await context.close();
});

test('the keyboard reaches the messages first, then everything that can be opened', async () => {
  // Prepare
  await post(receivers.all.webhook.url, { status: 'firing', alerts: [] });
  await page.goto(inbox.url);

  // Act
  await page.keyboard.press('Tab');
  const first = await page.evaluate<string>('document.activeElement.textContent');
  await page.keyboard.press('Enter');
  const seen = new Set<string>();
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate<string>('document.activeElement.tagName'));
  }

  // Assess
  expect(first).toBe('Skip to the messages');
  expect(seen).toContain('SUMMARY');
});

/** Runs in the page: every element with a text of its own, its colour and what lies behind it. */
const TEXTS = `(() => {
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const behind = (element) => {
    if (!element) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return /, 0\\)$/.test(backgroundColor) ? behind(element.parentElement) : backgroundColor;
  };
  return [...document.body.querySelectorAll('*')].filter(own).map((element) => ({
    text: element.textContent.trim().slice(0, 40),
    front: getComputedStyle(element).color,
    back: behind(element),
  }));
})()`;

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(front: string, back: string): number {
  const luminance = (colour: string) => {
    const parts = [...colour.matchAll(/[\d.]+/g)].map(([part]) => Number(part) / 255);
    const [r = 0, g = 0, b = 0] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(front), luminance(back)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test.each(['light', 'dark'] as const)('in %s every text is readable (contrast 4.5)', async (colorScheme) => {
  // Prepare: one of everything
  sms('search is slow');
  await slack('chat.postMessage', { channel: '#incidents', text: 'slow <!channel> `code`' });
  await pagerduty('trigger', 'slow');
  email('slow', '<p>slow</p>');
  await post(receivers.all.webhook.url, { status: 'firing', alerts: [] });
  await fetch(`${receivers.all.webhook.url}/fault`, { method: 'POST', body: '{}' });
  for (const kind of ['step', 'metric', 'alarm', 'ok', 'message', 'trouble'] as const) timeline.add(kind, kind);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(inbox.url);

  // Act
  const texts = await page.evaluate<{ text: string; front: string; back: string }[]>(TEXTS);

  // Assess
  expect(texts.length).toBeGreaterThan(30);
  expect(texts.filter(({ front, back }) => contrast(front, back) < 4.5)).toEqual([]);
});

test('a narrow screen shows all of it without scrolling sideways', async () => {
  sms(`https://example.com/${'a'.repeat(300)}`);
  await pagerduty('trigger', 'x'.repeat(400));
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(inbox.url);

  const excess = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  expect(excess).toBe(0);
});

test('the page loads nothing from elsewhere', async () => {
  const elsewhere: string[] = [];
  const refused: string[] = [];
  const isElsewhere = (request: Request) => !request.url().startsWith(inbox.url);
  page.on('request', (request) => isElsewhere(request) && elsewhere.push(request.url()));
  page.on('requestfailed', (request) => request.failure()?.errorText === 'csp' && refused.push(request.url()));
  email('mail', '<img src="https://example.com/pixel.png"><link rel="stylesheet" href="https://example.com/x.css">');

  await page.goto(inbox.url);
  while (refused.length < 2) await page.waitForTimeout(20); // the picture and the style sheet

  expect(refused).toEqual(elsewhere);
});
