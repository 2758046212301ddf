import { type Conversation, NO_CONVERSATION } from '../../../core/incident/group';
import { believed, type Situation, type Telling, telling } from '../../../core/incident/tell';
import { at, delivered, TIMING, told } from './groups';

const NOW = 1_000;
/** What fires and what is over, as letters. */
const found = (firing: string, ended = '', now = NOW): Situation => ({
  firing: new Set(firing),
  muted: new Set(),
  ended: new Set(ended),
  at: at(now),
});
const tell = (reason: string): Telling => ({ action: 'tell', reason });
const NOTHING: Telling = { action: 'nothing' };
const HOURS_4 = TIMING.repeatIntervalMs / 1_000;

const onItsWay = (firing: string, resolved = ''): Conversation => ({
  ...NO_CONVERSATION,
  wanted: { told: told(firing, resolved), at: at(900) },
});
const knows = (firing: string, resolved = ''): Conversation => delivered(told(firing, resolved), 900);

type Case = [what: string, conversation: Conversation, situation: Situation, telling: Telling];

const whoeverListens: Case[] = [
  ['nobody was told: the first', NO_CONVERSATION, found('a'), tell('first notification')],
  ['nobody was told, and it is over', NO_CONVERSATION, found('', 'a'), NOTHING],
  ['nothing changed', knows('a'), found('a'), NOTHING],
  ['one more fires', knows('a'), found('ab'), tell('new alerts added')],
  ['the end was told, and it fires again', knows('', 'a'), found('a'), tell('first notification')],
  ['the end was told, and nothing fires', knows('', 'a'), found('', 'a'), NOTHING],
  ['an end that was told already', knows('a', 'b'), found('a', 'b'), NOTHING],
  ['on its way', onItsWay('a'), found('a'), NOTHING],
  ['on its way, and one more fires', onItsWay('a'), found('ab'), tell('new alerts added')],
  ['the end is on its way', onItsWay('', 'a'), found('', 'a'), NOTHING],
  ['the end is on its way, and it fires again', onItsWay('', 'a'), found('a'), tell('first notification')],
  [
    'on its way to somebody who knows nothing, and over',
    onItsWay('a'),
    found('', 'a'),
    { action: 'supersede', reason: 'over before anybody was told' },
  ],
  ['repeat_interval has not quite passed', knows('a'), found('a', '', 900 + HOURS_4), NOTHING],
  ['repeat_interval has passed', knows('a'), found('a', '', 900 + HOURS_4 + 0.001), tell('repeat interval elapsed')],
  ['what is on its way is not repeated', onItsWay('a'), found('a', '', 900 + 2 * HOURS_4), NOTHING],
];

describe.each([true, false])('send_resolved: %s', (sendResolved) => {
  test.each(whoeverListens)('%s', (_, conversation, situation, expected) => {
    const rules = { sendResolved, repeatIntervalMs: TIMING.repeatIntervalMs, isStrict: false };
    expect(telling(conversation, situation, rules)).toEqual(expected);
  });
});

const unsure = (conversation: Conversation, ...unknown: Conversation['unknown']): Conversation => ({
  ...conversation,
  unknown,
});

type BothWays = [what: string, conversation: Conversation, situation: Situation, yes: Telling, no: Telling];

const forget: Telling = { action: 'forget', reason: 'all alerts resolved' };
const OVER = tell('all alerts resolved');

const whoeverHearsOfEnds: BothWays[] = [
  ['some are over', knows('ab'), found('a', 'b'), tell('some alerts resolved'), NOTHING],
  ['all are over', knows('ab'), found('', 'ab'), OVER, forget],
  [
    'it was told, a repeat is on its way, and it is over',
    { ...knows('a'), ...{ wanted: onItsWay('a').wanted } },
    found('', 'a'),
    OVER,
    forget,
  ],
  [
    'nobody knows whether the first was read, and it is over',
    unsure(NO_CONVERSATION, told('a')),
    found('', 'a'),
    OVER,
    forget,
  ],
  ['nobody knows whether a newer one was read', unsure(knows('', 'a'), told('b')), found('', 'ab'), OVER, forget],
];

test.each(whoeverHearsOfEnds)('%s', (_, conversation, situation, yes, no) => {
  const { repeatIntervalMs } = TIMING;
  expect(telling(conversation, situation, { sendResolved: true, repeatIntervalMs, isStrict: false })).toEqual(yes);
  expect(telling(conversation, situation, { sendResolved: false, repeatIntervalMs, isStrict: false })).toEqual(no);
});

test.each<Case>([
  [
    'an end of unknown outcome may have been read: that it fires again is told',
    unsure(knows('a'), told('', 'a')),
    found('a'),
    tell('new alerts added'),
  ],
  ['what was read or not said the same', unsure(knows('a'), told('a')), found('a'), NOTHING],
  [
    'only the unknown one named an alert: it is told once more',
    unsure(knows('a'), told('ab')),
    found('ab'),
    tell('new alerts added'),
  ],
  [
    'the end was told, and an unknown one may have said that it fires again: the end is told once more',
    unsure(knows('a', 'b'), told('ab')),
    found('a', 'b'),
    tell('some alerts resolved'),
  ],
  ['the next is on its way, whatever the last came to', unsure(onItsWay('a'), told('')), found('a'), NOTHING],
])('%s', (_, conversation, situation, expected) => {
  const rules = { sendResolved: true, repeatIntervalMs: TIMING.repeatIntervalMs, isStrict: false };
  expect(telling(conversation, situation, rules)).toEqual(expected);
});

test('a destination may believe all that was delivered or may have been', () => {
  const conversation = unsure(knows('a', 'b'), told('b'), told('c'));

  expect(believed(conversation)).toEqual(told('abc', 'b'));
  expect(believed(NO_CONVERSATION)).toEqual(told(''));
});
