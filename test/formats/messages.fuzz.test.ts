import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { Alert } from '../../core/alert/alert';
import { parseMessage } from '../../formats/messages';
import { enveloped, FIXTURES, fixture, fixtureText } from './cloudwatch/fixture';

const NOW = 1_795_000_000_000;
const URLS = ['runbook_url', 'dashboard_url', 'console_url'];
/** What a careless formatter writes. */
const ACCIDENTS = ['undefined', 'NaN', 'null', '[object Object]', 'Infinity'];

/** Holds whatever came in: it was told or ignored, and what is told is fit to be stored, routed and read. */
function holds(text: string): void {
  const { alerts, ignored } = parseMessage(text, { now: NOW });
  const nothing = alerts.length + ignored.length === 0 ? ['neither told nor ignored'] : [];
  const reasons = ignored.flatMap(({ reason }) => accidentsIn('reason', reason, text));
  expect([...nothing, ...reasons, ...alerts.flatMap((alert) => faultsOf(alert, text))]).toEqual([]);
}

function faultsOf(alert: Alert, text: string): string[] {
  const { raw = '', ...annotations } = alert.annotations;
  const { fingerprint, labels, startsAt, updatedAt, endsAt } = alert;
  const texts = [...Object.entries(labels), ...Object.entries(annotations)];
  const isInstant = (at: number) => Number.isInteger(at) && at >= 0;
  const wrong: Record<string, boolean> = {
    fingerprint: !/^[0-9a-f]{16}$/.test(fingerprint),
    alertname: !labels.alertname?.trim(),
    severity: !labels.severity?.trim(),
    'an empty text': texts.some(([name, value]) => typeof value !== 'string' || value.trim() === '' || name === ''),
    'a name of the prototype': texts.some(([name]) => name === '__proto__'),
    'a link that is not https': URLS.some((name) => !/^https:\/\//.test(annotations[name] ?? 'https://')),
    'too much raw text': Buffer.byteLength(raw) > 16_384,
    'no instant': ![startsAt, updatedAt, endsAt ?? 0].every(isInstant),
    'its end before its beginning': startsAt > updatedAt || updatedAt > (endsAt ?? updatedAt),
    'not what JSON says': !isDeepStrictEqual(JSON.parse(JSON.stringify(alert)), alert),
  };
  const faults = Object.keys(wrong).filter((name) => wrong[name]);
  return [...faults, ...texts.flatMap(([name, value]) => accidentsIn(name, value, text))];
}

function accidentsIn(name: string, said: string, text: string): string[] {
  const found = ACCIDENTS.filter((accident) => said.includes(accident) && !text.includes(accident));
  return [...found, ...(/\p{Surrogate}/u.test(said) ? ['half a character'] : [])].map((fault) => `${name}: ${fault}`);
}

const fuzz = (texts: fc.Arbitrary<string>, numRuns = 300) => fc.assert(fc.property(texts, holds), { numRuns });

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const nameOfShape = fc.constantFrom(...FIXTURES);

/** What nobody expects in a field. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', 0, -1, 1e308, -1e-308, 5e-324, true, [], {}, [[]], [null], [{}]),
  fc.constantFrom<unknown>('NaN', 'ALARM', 'OK', '9'.repeat(400), '1e999', '\ud800', '\u202e\u0000', 'arn:aws:', '🔥'),
  fc.constantFrom<unknown>('+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00Z', '2026-02-30T25:61:00+0000'),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
);

/** Puts something else in one place of a value; the place is counted through. */
function replaced(value: unknown, place: { left: number }, other: unknown): unknown {
  if (place.left-- === 0) return other;
  if (Array.isArray(value)) return value.map((child) => replaced(child, place, other));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replaced(child, place, other)]));
}

const mutated = fc
  .tuple(nameOfShape, fc.array(fc.tuple(fc.nat(60), odd), { minLength: 1, maxLength: 4 }))
  .map(([name, changes]) => {
    const start: unknown = JSON.parse(fixtureText(name));
    const end = changes.reduce((value, [left, other]) => replaced(value, { left }, other), start);
    return JSON.stringify(end) ?? '';
  });

test('any text', () => fuzz(anyText));

test('any JSON', () => fuzz(fc.json({ maxDepth: 4, stringUnit: 'binary' })));

test('shapes with something odd in them', () => fuzz(mutated, 600));

test('shapes with something odd in them, in an envelope', () =>
  fuzz(
    mutated.map((text) => enveloped(text)),
    300,
  ));

test('envelopes with something odd in them', () => {
  const changes = fc.dictionary(fc.constantFrom('Type', 'TopicArn', 'Subject', 'Message', 'Timestamp'), odd);
  fuzz(changes.map((change) => enveloped(fixtureText('metric'), change)));
});

test('shapes that are cut', () => {
  const cut = fc.tuple(nameOfShape, fc.double({ min: 0, max: 1, noNaN: true })).map(([name, share]) => {
    const text = fixtureText(name);
    return text.slice(0, Math.floor(share * text.length));
  });
  fuzz(cut);
});

test('a figure of any size', () => {
  const figure = fc.double({ noNaN: true, noDefaultInfinity: true });
  const unit = fc.constantFrom('Bytes', 'Seconds', 'Milliseconds', 'Percent', 'Count', 'Gigabits/Second', 'Odd', null);
  const texts = fc.tuple(figure, figure, unit).map(([value, Threshold, Unit]) => {
    const { Trigger } = JSON.parse(fixtureText('metric'));
    const NewStateReasonData = { recentDatapoints: [value] };
    return fixture('metric', { NewStateReason: 'x', NewStateReasonData, Trigger: { ...Trigger, Threshold, Unit } });
  });
  fuzz(texts, 400);
});

const long = 'x'.repeat(262_144);
const dimensions = Array.from({ length: 1_000 }, (_, at) => ({ name: `Dimension${at}`, value: `value ${at}` }));

test.each<[string, string]>([
  ['256 KB of a letter', long],
  ['256 KB of a name', fixture('metric', { AlarmName: long })],
  ['256 KB of a reason', fixture('metric', { NewStateReason: '1'.repeat(262_144) })],
  ['256 KB of datapoints', fixture('metric', { NewStateReason: '1.0 (23/11/26 17:14:00), '.repeat(10_000) })],
  ['256 KB of a description', fixture('metric', { AlarmDescription: 'runbook: '.repeat(29_000) })],
  ['256 KB of an ARN', fixture('metric', { AlarmArn: `arn:aws:cloudwatch${':'.repeat(262_144)}` })],
  ['256 KB of a region', fixture('metric', { AlarmArn: null, Region: long })],
  ['256 KB of a tag', fixture('metric', { AlarmTags: { [long]: long } })],
  ['256 KB of a subject', enveloped('Help!', { Subject: long })],
  ['256 KB of lists', '['.repeat(262_144)],
  ['256 KB of lists in lists', `${'['.repeat(131_072)}${']'.repeat(131_072)}`],
  ['256 KB of objects in objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ['10,000 messages', `[${Array.from({ length: 10_000 }, (_, at) => `{"a":${at}}`).join(',')}]`],
  ['1,000 dimensions', fixture('metric', { Trigger: { MetricName: 'Errors', Dimensions: dimensions } })],
  [
    'names of the prototype',
    fixture('metric', { AlarmTags: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') }),
  ],
])('%s', (_what, text) => {
  holds(text);
});

test('an alarm of a megabyte of tags is small enough to be stored', () => {
  const tags = Array.from({ length: 1_000 }, (_, at) => ({ Key: `${'k'.repeat(200)}${at}`, Value: '€'.repeat(1_000) }));

  const [alert] = parseMessage(fixture('metric', { AlarmTags: tags }), { now: NOW }).alerts;

  expect(Buffer.byteLength(JSON.stringify(alert))).toBeLessThan(300 * 1_024);
  expect(alert?.labels.alertname).toBe('checkout-errors');
});

test('an alarm of 1,000 dimensions is small enough to be stored many times', () => {
  const text = fixture('metric', { Trigger: { MetricName: 'Errors', Dimensions: dimensions } });

  const [alert] = parseMessage(text, { now: NOW }).alerts;

  expect(Object.keys(alert?.labels ?? {})).toHaveLength(256);
  expect(alert?.labels.dimension0).toBe('value 0');
});
