import '../../core/routing/re2';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../channels';
import type { Notification } from '../../core/notification/notification';
import { compile } from '../../engine/configuration/compile';
import { Random } from '../../engine/simulation/random';
import { readScenario } from '../../engine/simulation/replay/scenario';
import { parseDuration, parseOffset } from '../../formats/alertmanager/duration';
import { readMatcher, readMatchers } from '../../formats/alertmanager/matcher';
import { TimeInterval } from '../../formats/alertmanager/time-interval';
import { parseMessage } from '../../formats/messages';
import { ConfigError } from '../../formats/yaml/config-error';
import { alert, notification } from '../channels/notifications';
import { enveloped, FIXTURES, fixtureText } from '../formats/cloudwatch/fixture';
import { CORPUS } from './corpus';
import { Texts } from './text';

/** Another seed each day finds what yesterday's did not; a failure says its input. */
const SEED = Number(process.env.TOCSIN_FUZZ_SEED ?? Math.floor(Date.now() / 86_400_000));
const NOW = Date.UTC(2026, 0, 5, 9);
const CONFIG = join(import.meta.dirname, '..', '..', 'config');
const ALL = 100_000;

jest.setTimeout(180_000);

let inputs = 0;

/** Says what is wrong with what came of an input; null: nothing. What is thrown is wrong too. */
type Judge = (text: string) => string | null;

function judged(judge: Judge, text: string): string[] {
  inputs += 1;
  try {
    const wrong = judge(text);
    return wrong === null ? [] : [`${wrong}: ${JSON.stringify(text)}`];
  } catch (error) {
    return [`${error instanceof Error ? error.stack : error}: ${JSON.stringify(text)}`];
  }
}

function fuzz(times: number, judge: Judge, make: (texts: Texts) => string): void {
  const texts = new Texts(new Random(SEED + times));
  const wrong: string[] = [];
  for (let at = 0; at < times && wrong.length < 3; at += 1) wrong.push(...judged(judge, make(texts)));
  expect(wrong).toEqual([]);
}

const corpus = (of: keyof typeof CORPUS, judge: Judge): void =>
  describe('once found', () => {
    test.each(CORPUS[of])('%s', (_, text) => expect(judged(judge, text)).toEqual([]));
  });

describe('matchers', () => {
  const judge: Judge = (text) => {
    for (const read of [readMatcher(text), readMatchers(text)])
      if (!read.ok && read.error.trim() === '') return 'refused without a reason';
    return null;
  };
  const VALID = ['severity="critical"', '{a="b",c=~"d|e",f!~"g.*"}', '"a b"!="\\"c\\" \\n \\u00e9"', "a='b'", 'a=b'];

  corpus('matcher', judge);
  test('of any text', () => fuzz(26_000, judge, (texts) => texts.any()));
  test('that were right', () => fuzz(20_000, judge, (texts) => texts.mutated(texts.pick(VALID))));
});

describe('durations and offsets', () => {
  const judge: Judge = (text) => {
    const all = [parseDuration(text), parseOffset(text)].filter((ms) => ms !== null);
    return all.every((ms) => Number.isFinite(ms) && ms >= 0) ? null : `became ${all}`;
  };

  corpus('duration', judge);
  test('of any text', () => fuzz(11_000, judge, (texts) => texts.any(6)));
  test('that were right', () =>
    fuzz(15_000, judge, (texts) => texts.mutated(texts.pick(['30s', '1h30m', '5m', '1w2d', '1.5s', '250ms']), 2)));
});

test('time intervals', () => {
  const VALID = {
    times: [{ start_time: '09:00', end_time: '17:00' }],
    weekdays: ['monday:friday'],
    days_of_month: ['1:5', '-3:-1'],
    months: ['january:march', '12'],
    years: ['2026:2030'],
    location: 'Europe/Paris',
  };
  const text = JSON.stringify(VALID);
  const judge: Judge = (changed) => {
    let value: unknown;
    try {
      value = JSON.parse(changed);
    } catch {
      value = { ...VALID, weekdays: [changed], location: changed };
    }
    const read = TimeInterval.safeParse(value);
    return read.success || read.error.issues.every(({ message }) => message.trim() !== '')
      ? null
      : 'refused for nothing';
  };
  fuzz(6_000, judge, (texts) => texts.mutated(text));
});

describe('configurations', () => {
  const files = ['routing.yml', 'oncall.yml'].map((name) => ({
    name,
    text: readFileSync(join(CONFIG, 'mykadoo', name), 'utf8'),
  }));
  const judgeOf =
    (name: string): Judge =>
    (text) => {
      try {
        compile([...files.filter((file) => file.name !== name), { name, text }], channels);
        return null;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        return error.faults.every(({ message }) => message.trim() !== '') ? null : 'refused for nothing';
      }
    };

  corpus('configuration', judgeOf('routing.yml'));
  test.each(files)(
    '$name that was right',
    ({ name, text }) => fuzz(700, judgeOf(name), (texts) => texts.mutated(text)),
    60_000,
  );
});

describe('scenarios', () => {
  const VALID = `name: a night
start: 2026-01-05T09:00:00Z
until: 1h
config:
  routing: { route: { receiver: team, group_by: [], group_wait: 1s }, receivers: [ { name: team, webhook_configs: [ { url: "http://a" } ] } ] }
events:
  - { at: 1s, alerts: [ { labels: { alertname: one }, starts_at: 1s, ends_at: 5s } ] }
  - { at: 2s, sns: { AlarmName: two, NewStateValue: ALARM } }
  - { at: 3s, outage: { receiver: team, until: 4.5s, answer: { status: 429, retry_after: 30s } } }
  - { at: 3s, crash: router }
  - { at: 4s, duplicate: last }
expect: { deliveries: [ { at: 2, kind: firing } ] }
`;
  const nowhere = () => ({ shown: 'nowhere', files: [] });
  const judge: Judge = (text) => {
    try {
      readScenario('night.yml', text, nowhere);
      return null;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.faults.every(({ message }) => message.trim() !== '') ? null : 'refused for nothing';
    }
  };

  corpus('scenario', judge);
  test('that were right', () => fuzz(2_500, judge, (texts) => texts.mutated(VALID)), 60_000);
});

describe('messages: a page, or a reason why not', () => {
  const shapes = FIXTURES.map((name) => fixtureText(name));
  const judge: Judge = (text) => {
    const { alerts, ignored } = parseMessage(text, { now: NOW });
    if (alerts.length + ignored.length === 0) return 'neither told nor ignored';
    if (ignored.some(({ reason }) => reason.trim() === '')) return 'ignored for nothing';
    if (alerts.some(({ labels }) => !labels.alertname || !labels.severity)) return 'an alert without a name';
    return alerts.some((one) => !storable(one)) ? 'an alert that cannot be stored' : null;
  };
  const storable = (value: unknown): boolean => !/\p{Surrogate}/u.test(JSON.stringify(value));

  corpus('message', judge);
  test('of any text', () => fuzz(4_000, judge, (texts) => texts.any(40)));
  test('by SNS and EventBridge that were right', () =>
    fuzz(8_000, judge, (texts) => texts.mutated(texts.pick(shapes), 4)));
  test('in envelopes that were right', () =>
    fuzz(2_000, judge, (texts) => texts.mutated(enveloped(texts.pick(shapes)), 4)));
});

describe('wording', () => {
  const ENTRIES: Readonly<Record<string, unknown>> = {
    pagerduty: { routing_key_file: 'ssm:/key' },
    slack: { app_token_file: 'ssm:/token', channel: '#alerts' },
    sms: { to: ['+15550001111'] },
    email: { to: 'ops@example.com', from: 'tocsin@example.com' },
    webhook: { url: 'http://a' },
  };
  const KINDS = ['firing', 'resolved', 'acknowledged', 'escalated', 'reminder', 'failure'] as const;

  const said = (text: string, texts: Texts): Notification => {
    const status = texts.random.chance(0.5) ? 'firing' : 'resolved';
    const labels = { alertname: text, severity: texts.pick(['critical', 'odd', text]), [text]: texts.any(4) };
    const annotations = { summary: texts.any(), description: text, runbook_url: text, value: text };
    const one = alert({ labels, annotations, status, endsAt: status === 'firing' ? null : NOW, generatorUrl: text });
    const alerts = Array.from({ length: texts.random.between(0, 3) }, () => one);
    return notification({
      kind: texts.pick(KINDS),
      status,
      reason: text,
      groupKey: text,
      groupLabels: { [text]: text },
      alerts,
      firing: status === 'firing' ? alerts.length : 0,
      resolved: status === 'firing' ? 0 : alerts.length,
    });
  };

  test.each(channels.map((channel) => [channel.name, channel] as const))('%s', (name, channel) => {
    const texts = new Texts(new Random(SEED));
    const config = channel.config.parse(ENTRIES[name]);
    const judge: Judge = (text) => {
      const request = channel.request({ key: 'f'.repeat(64), ref: null, notification: said(text, texts) }, config);
      if (request.kind === 'http') return JSON.stringify(request.json) === undefined ? 'nothing to send' : null;
      return request.text.trim() === '' ? 'nothing to read' : null;
    };
    fuzz(1_100, judge, (made) => made.any(20));
  });
});

test(`a hundred thousand inputs`, () => {
  expect(inputs).toBeGreaterThanOrEqual(ALL);
});
