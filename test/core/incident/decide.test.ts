import { type Decision, decide } from '../../../core/incident/decide';
import { type Group, type Header, type Member, NO_CONVERSATION, opensAt, tickFrom } from '../../../core/incident/group';
import type { Told } from '../../../core/incident/told';
import type { Want } from '../../../core/incident/wants';
import { DAY_MS } from '../../../core/time';
import { at, delivered, group, header, integration, member, TIMING, told } from './groups';

const [A, SILENT] = [integration('a'), integration('silent', false)];
const INTERVAL = 300;
const REPEAT = 4 * 3_600;
const DAY = DAY_MS / 1_000;

/** Opened at 30 s, told, and about to flush at 330 s. */
const open: Header = header({
  version: 1,
  state: 'triggered',
  episode: 1,
  openedAt: at(30),
  tickAt: at(330),
  wakeAt: at(330),
});
const pending: Header = header({ openAt: at(30), wakeAt: at(30) });
const closed: Header = header({ version: 2, episode: 1, closedAt: at(330), tickAt: at(630), wakeAt: at(330) });

const knowsA = { a: delivered(told('a'), 30) };
const fires = member('a', 0);

const tell = (reason: string, what: Told, members: readonly Member[], to = A): Want => ({
  type: 'tell',
  integration: to,
  kind: what.firing.size > 0 ? 'firing' : 'resolved',
  reason,
  told: what,
  members,
});
const waits = (reason: string, seconds: number | null): Decision => ({
  type: 'wait',
  reason,
  wakeAt: seconds === null ? null : at(seconds),
});
const commits = (reason: string, next: Header, ...wants: readonly Want[]): Decision => ({
  type: 'commit',
  reason,
  next,
  wants,
});
const ticking = (tick: number, wake: number): Header => ({ ...open, tickAt: at(tick), wakeAt: at(wake) });
/** The first flush after a repeat is due: strictly after the interval. */
const repeatAfter = (seconds: number, tick: number): number =>
  (tickFrom(at(tick), TIMING.groupIntervalMs, at(seconds + REPEAT) + 1) - at(0)) / 1_000;
const over = (since: number, wake: number | null): Header => ({
  ...open,
  state: 'idle',
  openedAt: null,
  tickAt: at(since + INTERVAL),
  closedAt: at(since),
  wakeAt: wake === null ? null : at(wake),
});

type Case = [what: string, group: Group, now: number, decision: Decision];

describe('a wake is a hint', () => {
  test.each<Case>([
    ['of a group that waits for nothing', group({ header: header({}) }), 0, waits('nothing is due', null)],
    ['too early', group({ header: pending, members: [fires] }), 29.999, waits('not due', 30)],
    [
      'of a group that was roused between two ticks, long after its last flush: news waits for the tick',
      group({ header: { ...open, wakeAt: at(700) }, members: [fires, member('b', 650)], conversations: knowsA }),
      700,
      waits('group_interval', 930),
    ],
    [
      'after a flush that was roused in between: the next flush stands',
      group({ header: { ...open, wakeAt: at(100) }, members: [fires], conversations: knowsA }),
      100,
      waits('group_interval', 330),
    ],
    [
      'roused while it waits to open',
      group({ header: { ...pending, wakeAt: at(10) }, members: [fires] }),
      10,
      waits('group_wait', 30),
    ],
  ])('%s', (_, before, now, decision) => {
    expect(decide(before, at(now))).toEqual(decision);
  });

  test('a second one finds nothing to do', () => {
    // Prepare
    const before = group({ header: pending, members: [fires] });
    const first = decide(before, at(30));
    const next = first.type === 'commit' ? first.next : pending;

    // Act
    const second = decide({ ...before, header: next, conversations: knowsA }, at(30));

    // Assess
    expect(next.state).toBe('triggered');
    expect(second).toEqual(waits('not due', repeatAfter(30, 330)));
  });
});

describe('a group opens', () => {
  const opened = (now: number, wake: number): Header =>
    header({ state: 'triggered', episode: 1, openedAt: at(now), tickAt: at(now + INTERVAL), wakeAt: at(wake) });

  test.each<Case>([
    [
      'after group_wait, and tells everybody',
      group({ header: pending, members: [fires], integrations: [A, SILENT] }),
      30,
      commits(
        'opened',
        opened(30, repeatAfter(30, 330)),
        tell('first notification', told('a'), [fires]),
        tell('first notification', told('a'), [fires], SILENT),
      ),
    ],
    [
      'late: its rhythm begins when it opens',
      group({ header: pending, members: [fires] }),
      47,
      commits('opened', opened(47, repeatAfter(47, 347)), tell('first notification', told('a'), [fires])),
    ],
    [
      'for nobody, and still knows that it is open',
      group({ header: pending, members: [fires], integrations: [] }),
      30,
      // A reload finds what waits for something.
      commits('opened', opened(30, repeatAfter(30, 330))),
    ],
    [
      'and looks again when an alert will have expired',
      group({ header: pending, members: [member('a', 0, 1_000, 0)] }),
      30,
      commits('opened', opened(30, 1_230), tell('first notification', told('a'), [member('a', 0, 1_000, 0)])),
    ],
    [
      'with what ended while it waited, the oldest first, what fires before what is over',
      group({ header: pending, members: [member('b', 5), member('d', 3, 20), member('c', 1), member('e', 1, 21)] }),
      30,
      commits(
        'opened',
        opened(30, repeatAfter(30, 330)),
        tell('first notification', told('bc', 'de'), [
          member('c', 1),
          member('b', 5),
          member('e', 1, 21),
          member('d', 3, 20),
        ]),
      ),
    ],
    [
      'anew, without what ended in the episode before',
      group({
        header: { ...closed, openAt: at(1_000), wakeAt: at(1_000) },
        members: [member('a', 0, 300), member('b', 970)],
        conversations: { a: delivered(told('', 'a'), 330) },
      }),
      1_000,
      commits(
        'opened',
        { ...opened(1_000, repeatAfter(1_000, 1_300)), version: 2, episode: 2 },
        tell('first notification', told('b'), [member('b', 970)]),
      ),
    ],
  ])('%s', (_, before, now, decision) => {
    expect(decide(before, at(now))).toEqual(decision);
  });

  test('not at all when it is over within group_wait, and nobody is told', () => {
    const before = group({ header: pending, members: [member('a', 0, 10)] });

    expect(decide(before, at(30))).toEqual(
      commits('over within group_wait', header({ tickAt: at(330), closedAt: at(30) })),
    );
  });

  test.each<[string, number, number, number]>([
    ['group_wait after its alert', 0, 0, 30],
    ['group_wait after its alert arrived', -29, 0, 30],
    ['group_wait also after an alert that is just not older', -30, 0, 30],
    ['at once for an older alert', -30.001, 0, 0],
    ['group_wait after an alert that comes from the future', 20, 0, 30],
  ])('%s', (_, startsAt, arrivedAt, openAt) => {
    const alert = { startsAt: at(startsAt), arrivedAt: at(arrivedAt) };
    expect(opensAt(alert, TIMING.groupWaitMs)).toBe(at(openAt));
  });
});

describe('an open group', () => {
  const more = member('b', 100);
  const ended = member('a', 0, 200);

  test.each<Case>([
    [
      'without news goes on',
      group({ header: open, members: [fires], conversations: knowsA }),
      330,
      commits('nothing new', ticking(630, repeatAfter(30, 630))),
    ],
    [
      'tells of a new member with all that fire',
      group({ header: open, members: [fires, more], conversations: knowsA }),
      330,
      commits(
        'new alerts added',
        ticking(630, repeatAfter(330, 630)),
        tell('new alerts added', told('ab'), [fires, more]),
      ),
    ],
    [
      'keeps its rhythm when a wake is late',
      group({ header: open, members: [fires, more], conversations: knowsA }),
      437,
      commits(
        'new alerts added',
        ticking(630, repeatAfter(437, 630)),
        tell('new alerts added', told('ab'), [fires, more]),
      ),
    ],
    [
      'keeps its rhythm when a wake is several intervals late',
      group({ header: open, members: [fires, more], conversations: knowsA }),
      1_300,
      commits(
        'new alerts added',
        ticking(1_530, repeatAfter(1_300, 1_530)),
        tell('new alerts added', told('ab'), [fires, more]),
      ),
    ],
    [
      'tells of a member that is over to those who hear of ends',
      group({
        header: open,
        members: [ended, more],
        integrations: [A, SILENT],
        conversations: { a: delivered(told('ab'), 30), silent: delivered(told('ab'), 30) },
      }),
      330,
      commits(
        'some alerts resolved',
        ticking(630, repeatAfter(30, 630)),
        tell('some alerts resolved', told('b', 'a'), [more, ended]),
      ),
    ],
    [
      'tells each what it does not know',
      group({
        header: open,
        members: [fires, more],
        integrations: [A, SILENT],
        conversations: { a: delivered(told('ab'), 30), silent: delivered(told('a'), 30) },
      }),
      330,
      commits(
        'new alerts added',
        ticking(630, repeatAfter(30, 630)),
        tell('new alerts added', told('ab'), [fires, more], SILENT),
      ),
    ],
    [
      'does not name what is over to those who do not hear of ends',
      group({
        header: open,
        members: [ended, more],
        integrations: [SILENT],
        conversations: { silent: delivered(told('a'), 30) },
      }),
      330,
      commits(
        'new alerts added',
        ticking(630, repeatAfter(330, 630)),
        tell('new alerts added', told('b', 'a'), [more], SILENT),
      ),
    ],
    [
      'does not tell again of an end from before the last flush',
      group({
        header: ticking(630, 630),
        members: [ended, more],
        conversations: { a: delivered(told('b', 'a'), 330) },
      }),
      630,
      commits('nothing new', ticking(930, repeatAfter(330, 930))),
    ],
    [
      'still owes an end from before the last flush to somebody who was not reached',
      group({ header: ticking(630, 630), members: [ended, more], conversations: { a: delivered(told('ab'), 30) } }),
      630,
      commits(
        'some alerts resolved',
        ticking(930, repeatAfter(630, 930)),
        tell('some alerts resolved', told('b', 'a'), [more, ended]),
      ),
    ],
    [
      'does not repeat at a flush that is exactly repeat_interval later',
      group({ header: ticking(30 + REPEAT, 30 + REPEAT), members: [fires], conversations: knowsA }),
      30 + REPEAT,
      commits('nothing new', ticking(330 + REPEAT, 330 + REPEAT)),
    ],
    [
      'repeats at the first flush after repeat_interval',
      group({ header: ticking(330 + REPEAT, 330 + REPEAT), members: [fires], conversations: knowsA }),
      330 + REPEAT,
      commits(
        'repeat interval elapsed',
        ticking(630 + REPEAT, repeatAfter(330 + REPEAT, 630 + REPEAT)),
        tell('repeat interval elapsed', told('a'), [fires]),
      ),
    ],
  ])('%s', (_, before, now, decision) => {
    expect(decide(before, at(now))).toEqual(decision);
  });
});

describe('an episode ends', () => {
  const ended = member('a', 0, 200);

  test.each<Case>([
    [
      'and all who heard that it began hear so',
      group({ header: open, members: [ended], conversations: knowsA }),
      330,
      commits('all alerts resolved', over(330, 630), tell('all alerts resolved', told('', 'a'), [ended])),
    ],
    [
      'by the alert expiring, in the flush that stands for it',
      group({ header: open, members: [member('a', 0, 329, 0)], conversations: knowsA }),
      330,
      commits(
        'all alerts resolved',
        over(330, 630),
        tell('all alerts resolved', told('', 'a'), [member('a', 0, 329, 0)]),
      ),
    ],
    [
      'in forgetting where nobody wants to know',
      group({
        header: open,
        members: [ended],
        integrations: [SILENT],
        conversations: { silent: delivered(told('a'), 30) },
      }),
      330,
      commits('all alerts resolved', over(330, 630), {
        type: 'forget',
        integration: SILENT,
        reason: 'all alerts resolved',
      }),
    ],
    [
      'before anybody was reached: the message is withdrawn',
      group({
        header: open,
        members: [ended],
        conversations: { a: { ...NO_CONVERSATION, wanted: { told: told('a'), at: at(30) } } },
      }),
      330,
      commits('all alerts resolved', over(330, 630), {
        type: 'supersede',
        integration: A,
        reason: 'over before anybody was told',
      }),
    ],
    [
      'when nobody can say whether its beginning was read: its end is told',
      group({ header: open, members: [ended], conversations: { a: { ...NO_CONVERSATION, unknown: [told('a')] } } }),
      330,
      commits('all alerts resolved', over(330, 630), tell('all alerts resolved', told('', 'a'), [ended])),
    ],
    [
      'for an empty receiver, silently',
      group({ header: open, members: [ended], integrations: [] }),
      330,
      commits('all alerts resolved', over(330, null)),
    ],
  ])('%s', (_, before, now, decision) => {
    expect(decide(before, at(now))).toEqual(decision);
  });
});

describe('a group whose episode is over', () => {
  const ended = member('a', 0, 200);
  const unsettled = { a: delivered(told('a'), 30) };
  const underWay = { a: { ...unsettled.a, wanted: { told: told('', 'a'), at: at(330) } } };
  const again = member('b', 400);

  test.each<Case>([
    [
      'rests when everybody knows',
      group({ header: closed, members: [ended], conversations: { a: delivered(told('', 'a'), 331) } }),
      400,
      waits('over', null),
    ],
    [
      'rests when nobody listens',
      group({ header: closed, members: [ended], integrations: [] }),
      400,
      waits('over', null),
    ],
    [
      'waits for an end that is on its way',
      group({ header: closed, members: [ended], conversations: underWay }),
      400,
      waits('an end is on its way', 630),
    ],
    [
      'lets an end under way be at its next flush',
      group({ header: closed, members: [ended], conversations: underWay }),
      630,
      commits('an end was not told to everybody', { ...closed, tickAt: at(930), wakeAt: at(930) }),
    ],
    [
      'tells an end again that could not be told',
      group({ header: closed, members: [ended], conversations: unsettled }),
      630,
      commits(
        'an end was not told to everybody',
        { ...closed, tickAt: at(930), wakeAt: at(930) },
        tell('all alerts resolved', told('', 'a'), [ended]),
      ),
    ],
    [
      'does so for a day, in its rhythm',
      group({ header: closed, members: [ended], conversations: unsettled }),
      330 + DAY,
      commits(
        'an end was not told to everybody',
        { ...closed, tickAt: at(630 + DAY), wakeAt: at(630 + DAY) },
        tell('all alerts resolved', told('', 'a'), [ended]),
      ),
    ],
    [
      'gives up after a day',
      group({ header: closed, members: [ended], conversations: unsettled }),
      330.001 + DAY,
      waits('an end was told in vain', null),
    ],
    [
      'lets an alert that came in unannounced wait',
      group({ header: closed, members: [again], conversations: unsettled }),
      410,
      commits('group_wait', { ...closed, openAt: at(430), wakeAt: at(430) }),
    ],
    [
      'opens for an alert that has waited',
      group({ header: closed, members: [again], conversations: { a: delivered(told('', 'a'), 331) } }),
      430,
      commits(
        'opened',
        {
          ...closed,
          state: 'triggered',
          episode: 2,
          openedAt: at(430),
          closedAt: null,
          tickAt: at(730),
          wakeAt: at(repeatAfter(430, 730)),
        },
        tell('first notification', told('b'), [again]),
      ),
    ],
    [
      'tells that it fires again where its end may have been read',
      group({
        header: closed,
        members: [member('a', 380)],
        conversations: { a: { ...unsettled.a, unknown: [told('', 'a')] } },
      }),
      410,
      commits(
        'opened',
        {
          ...closed,
          state: 'triggered',
          episode: 2,
          openedAt: at(410),
          closedAt: null,
          tickAt: at(710),
          wakeAt: at(repeatAfter(410, 710)),
        },
        tell('new alerts added', told('a'), [member('a', 380)]),
      ),
    ],
  ])('%s', (_, before, now, decision) => {
    expect(decide(before, at(now))).toEqual(decision);
  });
});

test.each<[number, number]>([
  [330, 330],
  [0, 330],
  [331, 630],
  [630, 630],
  [1_400, 1_530],
])('a group that flushes at 330 s and every 300 s after it flushes next, from %i s on, at %i s', (from, next) => {
  expect(tickFrom(at(330), TIMING.groupIntervalMs, at(from))).toBe(at(next));
});
