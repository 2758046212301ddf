import type { Notification } from '../../../core/notification/notification';
import { alertLines, wordingOf } from '../../../core/notification/wording';
import { alert, notification, resolved } from '../../channels/notifications';

const labelled = (...names: string[]): Notification =>
  notification({
    alerts: names.map((alertname) => alert({ labels: { alertname, severity: 'warning' } })),
    firing: names.length,
  });

test('says what is wrong, since when, how bad, how much, and where to read on', () => {
  expect(wordingOf(notification())).toEqual({
    word: 'CRITICAL',
    tone: 'critical',
    severity: 'critical',
    name: 'checkout-errors',
    title: 'CRITICAL checkout-errors',
    what: 'More than 1 % of requests fail',
    description: null,
    began: '09:00 UTC',
    period: '09:00 UTC (12 min)',
    lasted: '12 min',
    value: '5.2 % > 1 %',
    unsaid: '5.2 % > 1 %',
    counts: '1 firing',
    note: null,
    links: [{ text: 'Runbook', url: 'https://runbooks.example.com/checkout' }],
  });
});

test('says that it is over, and how long it lasted', () => {
  expect(wordingOf(resolved())).toMatchObject({
    title: 'RESOLVED checkout-errors',
    tone: 'resolved',
    period: '09:00 UTC to 09:12 UTC (12 min)',
    counts: '1 resolved',
  });
});

test.each([
  ['acknowledged', 'ACKNOWLEDGED', 'acknowledged'],
  ['unacknowledged', 'UNACKNOWLEDGED', 'critical'],
  ['escalated', 'ESCALATED', 'critical'],
  ['reminder', 'REMINDER', 'critical'],
  ['failure', 'NOT DELIVERED', 'critical'],
] as const)('%s says why', (kind, word, tone) => {
  expect(wordingOf(notification({ kind, reason: 'because of Ada' }))).toMatchObject({
    word,
    tone,
    note: 'because of Ada',
  });
});

test.each([
  [labelled('a'), 'WARNING a'],
  [labelled('a', 'b'), 'WARNING a and b (2 firing)'],
  [labelled('a', 'a'), 'WARNING a (2 firing)'],
  [labelled('a', 'b', 'c', 'd'), 'WARNING a, b and 2 more (4 firing)'],
])('names the alerts: %#', (said, title) => {
  expect(wordingOf(said).title).toBe(title);
});

test.each<[string, Notification, string, string]>([
  ['a description', { ...foreign({}, { description: 'The disk fills' }) }, 'disk', 'The disk fills'],
  ['a message', foreign({}, { message: 'The disk fills' }), 'disk', 'The disk fills'],
  ['raw text', foreign({}, { raw: 'no JSON\nat all' }), 'disk', 'no JSON at all'],
  ['labels only', foreign({ host: 'h1', zone: 'a' }, {}), 'disk', 'Firing: host=h1, zone=a'],
  ['no name, a summary', unnamed({ summary: 'It burns' }), 'It burns', 'It burns'],
  ['nothing at all', unnamed({}), 'unnamed alert', 'Firing'],
  ['no alert', notification({ alerts: [], groupLabels: {} }), 'unnamed alert', 'No details were given.'],
  ['no alert, a group', notification({ alerts: [], groupLabels: { zone: 'a' } }), 'zone=a', 'No details were given.'],
])('an alert that is not ours: %s', (_, said, name, what) => {
  expect(wordingOf(said)).toMatchObject({ name, what });
});
function foreign(labels: Record<string, string>, annotations: Record<string, string>): Notification {
  return notification({ alerts: [alert({ labels: { alertname: 'disk', ...labels }, annotations })] });
}
function unnamed(annotations: Record<string, string>): Notification {
  return notification({ groupLabels: {}, alerts: [alert({ labels: {}, annotations })] });
}

test.each<[string, Notification, string]>([
  ['that fires', foreign({}, { summary: 'disk: Free (EC2) was 1, below 2' }), 'Free (EC2) was 1, below 2'],
  ['that is over', over('disk is over: Free (EC2) was 3, not below 2'), 'Free (EC2) was 3, not below 2'],
  ['that is over, no more is known', over('disk is over'), 'It is over'],
  ['that fires, no more is known', foreign({}, { summary: 'disk is in alarm' }), 'It is in alarm'],
  ['that fires, another is over', foreign({}, { summary: 'disk is over: full' }), 'disk is over: full'],
  ['as the start of another word', foreign({}, { summary: 'disks: 3 are full' }), 'disks: 3 are full'],
  ['not the title’s', foreign({}, { summary: 'db-disk: full' }), 'db-disk: full'],
  ['one of two', twoOf('disk: full', 'cpu'), 'disk: full'],
])('the name that the title says is not said again: %s', (_, said, what) => {
  expect(wordingOf(said).what).toBe(what);
});
function over(summary: string): Notification {
  return resolved({ alerts: [alert({ status: 'resolved', labels: { alertname: 'disk' }, annotations: { summary } })] });
}
function twoOf(summary: string, other: string): Notification {
  const labels = (alertname: string, severity: string) => ({ alertname, severity });
  const first = alert({ labels: labels('disk', 'critical'), annotations: { summary } });
  return notification({ alerts: [first, alert({ labels: labels(other, 'info') })], firing: 2 });
}

test.each<[string, string, string | undefined, string | null]>([
  ['Latency was 4.2 s, above 2 s for 1 minute', '4.2 s', '> 2 s', null],
  ['Latency was 1 s, not above 2 s', '1 s', '<= 2 s', null],
  ['CPU was 93 %, outside the expected 12 % to 41 %', '93 %', 'outside the expected 12 % to 41 %', null],
  ['Latency is bad (4.2 s > 2 s)', '4.2 s', '> 2 s', null],
  ['CPU is 97 %', '97 %', undefined, null],
  ['Latency was 4.2 s', '4.2 s', '> 2 s', '4.2 s > 2 s'],
  ['Latency was 4.25 s, above 2 s', '4.2', '> 2 s', '4.2 > 2 s'],
  ['Latency was 4.2 s, above 12 s', '4.2 s', '> 2 s', '4.2 s > 2 s'],
  ['3 of 2 disks', '3', '> 2', '3 > 2'],
])('"%s" with value %s and threshold %s leaves %s to be said', (summary, value, threshold, unsaid) => {
  const annotations = { summary, value, ...(threshold ? { threshold } : {}) };
  expect(wordingOf(notification({ alerts: [alert({ annotations })] })).unsaid).toBe(unsaid);
});

test.each([
  ['5.2 %', '> 1 %', '5.2 % > 1 %'],
  ['5.2 %', 'above 1 %', '5.2 % above 1 %'],
  ['5.2 %', '1 %', '5.2 %, threshold 1 %'],
  ['5.2 %', undefined, '5.2 %'],
  [undefined, '1 %', 'threshold 1 %'],
  [undefined, undefined, null],
])('value %s and threshold %s: %s', (value, threshold, said) => {
  const annotations = { ...(value ? { value } : {}), ...(threshold ? { threshold } : {}) };
  expect(wordingOf(notification({ alerts: [alert({ annotations })] })).value).toBe(said);
});

test('the worst of what fires speaks for all, and what is not listed is counted', () => {
  const mild = alert({ labels: { alertname: 'mild', severity: 'info' }, annotations: { summary: 'Mild' } });
  const worse = alert({ labels: { alertname: 'worse', severity: 'error' }, annotations: { summary: 'Worse' } });
  const over = alert({ status: 'resolved', labels: { alertname: 'over', severity: 'critical' } });
  const said = notification({ alerts: [mild, worse, over], firing: 4, resolved: 1, truncatedAlerts: 2 });
  const expected = { severity: 'error', what: 'Worse', counts: '4 firing, 1 resolved (2 not listed)' };
  expect(wordingOf(said)).toMatchObject(expected);
});

test('an alert without severity fires all the same', () => {
  expect(wordingOf(foreign({}, {}))).toMatchObject({ word: 'FIRING', severity: 'unknown', tone: 'warning' });
});

test.each([
  ['https://example.com/a', ['https://example.com/a']],
  ['http://example.com/a', []],
  ['javascript:alert(1)', []],
  ['https://ada:pw@example.com/', []],
  ['runbooks/a.md', []],
  [`https://example.com/${'x'.repeat(2_000)}`, []],
])('of links only https ones are shown: %s', (runbook_url, urls) => {
  const said = notification({ alerts: [alert({ annotations: { runbook_url } })] });
  expect(wordingOf(said).links.map(({ url }) => url)).toEqual(urls);
});

test('on another day the date is said, in another year the year', () => {
  const at = (time: string) => Date.parse(time);
  const since = (start: string) =>
    wordingOf(
      notification({ at: at('2026-01-05T09:12:00Z'), alerts: [alert({ startsAt: at(start) })], openedAt: at(start) }),
    ).period;
  expect(since('2026-01-04T22:00:00Z')).toBe('4 Jan 22:00 UTC (11 h 12 min)');
  expect(since('2025-12-31T09:12:00Z')).toBe('31 Dec 2025 09:12 UTC (5 d)');
});

test('a line for each alert tells it from the others', () => {
  const on = (instance: string, change = {}) =>
    alert({ labels: { alertname: 'cpu', instance }, annotations: { value: '97 %', threshold: '> 90 %' }, ...change });
  const lines = alertLines([on('i-1'), on('i-2', { status: 'resolved' })], 5);
  expect(lines).toEqual(['instance=i-1 · 97 % > 90 %', 'resolved: instance=i-2 · 97 % > 90 %']);
});
