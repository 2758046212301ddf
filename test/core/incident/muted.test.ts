import { type Decision, decide } from '../../../core/incident/decide';
import { type Conversation, type Group, type Mute, NO_CONVERSATION } from '../../../core/incident/group';
import { at, delivered, group, header, integration, member, told } from './groups';

const S1: Mute = { by: 'silence', name: 's1' };
const RULE: Mute = { by: 'inhibition', name: '0' };
const mutes = (by: Readonly<Record<string, readonly Mute[]>>): Group['mutes'] => new Map(Object.entries(by));
/** Each of these letters is silenced. */
const silenced = (letters: string): Group['mutes'] => mutes(Object.fromEntries([...letters].map((one) => [one, [S1]])));

/** Opened at 30 s, told, and about to flush at 330 s. */
const open = header({
  version: 1,
  state: 'triggered',
  episode: 1,
  openedAt: at(30),
  tickAt: at(330),
  wakeAt: at(330),
});
const quiet = { ...open, state: 'muted' as const };
const pending = header({ openAt: at(30), wakeAt: at(30) });
const onItsWay = (firing: string, resolved = ''): Conversation => ({
  ...NO_CONVERSATION,
  wanted: { told: told(firing, resolved), at: at(30) },
});

/** What a decision tells, as `what [firing] [resolved] [left out]`. */
const said = (decision: Decision): readonly string[] =>
  decision.type === 'wait'
    ? []
    : decision.wants.map((want) => {
        if (want.type !== 'tell') return `${want.type}: ${want.reason}`;
        const { kind, told: what, members } = want;
        const shown = members.map(({ fingerprint }) => fingerprint).join('');
        return `${kind} ${shown}: [${[...what.firing].join('')}] [${[...what.resolved].join('')}] [${[...what.muted].join('')}]`;
      });
const stateOf = (decision: Decision): string => (decision.type === 'wait' ? 'waits' : decision.next.state);

describe('a group that is about to open', () => {
  test('waits while all of it is muted, and looks at every tick', () => {
    // Prepare
    const before = group({ header: pending, members: [member('a', 0)], mutes: silenced('a') });

    // Act
    const first = decide(before, at(30));
    const next = first.type === 'commit' ? first.next : pending;
    const second = decide({ ...before, header: next }, at(330));

    // Assess
    expect(first).toMatchObject({ type: 'commit', wants: [], reason: 'all that fires is muted: silence s1' });
    expect(next).toMatchObject({ state: 'idle', episode: 0, openAt: at(330), tickAt: at(330), wakeAt: at(330) });
    expect(second).toMatchObject({ type: 'wait', wakeAt: at(630) });
  });

  test('opens at the tick at which it is not muted any more, and keeps its rhythm though it is late', () => {
    // Prepare
    const waiting = header({ openAt: at(330), tickAt: at(330), wakeAt: at(630) });

    // Act
    const decision = decide(group({ header: waiting, members: [member('a', 0)] }), at(640));

    // Assess
    expect(decision).toMatchObject({ reason: 'opened', next: { state: 'triggered', episode: 1, tickAt: at(930) } });
    expect(said(decision)).toEqual(['firing a: [a] [] []']);
  });

  test('opens for those of it that are not muted', () => {
    // Act
    const members = [member('a', 0), member('b', 1)];
    const decision = decide(group({ header: pending, members, mutes: mutes({ a: [RULE] }) }), at(30));

    // Assess
    expect(said(decision)).toEqual(['firing b: [b] [] []']);
    expect(decision).toMatchObject({ next: { state: 'triggered', wakeAt: at(330) } });
  });

  test('is over when all has ended, and nobody hears of it', () => {
    // Act
    const decision = decide(group({ header: pending, members: [member('a', 0, 20)], mutes: silenced('a') }), at(30));

    // Assess
    expect(said(decision)).toEqual([]);
    expect(decision).toMatchObject({ next: { state: 'idle', openAt: null, wakeAt: null } });
  });
});

describe('an open group of which all is muted', () => {
  const a = member('a', 0);

  test('stays open, muted', () => {
    // Prepare
    const conversations = { a: delivered(told('a'), 30) };

    // Act
    const decision = decide(group({ header: open, members: [a], mutes: silenced('a'), conversations }), at(330));

    // Assess
    expect(decision).toMatchObject({ next: { state: 'muted', episode: 1, openedAt: at(30), wakeAt: at(630) } });
    expect(said(decision)).toEqual([]);
  });

  test('has nothing more to say at the ticks that follow', () => {
    // Prepare
    const conversations = { a: delivered(told('a'), 30) };

    // Act
    const decision = decide(group({ header: quiet, members: [a], mutes: silenced('a'), conversations }), at(330));

    // Assess
    expect(decision).toMatchObject({ type: 'wait', wakeAt: at(630) });
  });

  test('does not send what was not sent yet', () => {
    // Act
    const before = group({ header: open, members: [a], mutes: silenced('a'), conversations: { a: onItsWay('a') } });

    // Assess
    expect(said(decide(before, at(330)))).toEqual(['supersede: muted before it was sent']);
  });

  test('still sends the end that is on its way', () => {
    // Prepare
    const conversations = { a: { ...delivered(told('b'), 30), wanted: onItsWay('', 'b').wanted } };

    // Act
    const members = [a, member('b', 0, 100)];
    const decision = decide(group({ header: open, members, mutes: silenced('a'), conversations }), at(330));

    // Assess
    expect(said(decision)).toEqual([]);
  });

  test('tells again who was told before, once it is unmuted, only what is new', () => {
    // Prepare
    const conversations = { a: delivered(told('a'), 30) };

    // Act
    const same = decide(group({ header: quiet, members: [a], conversations }), at(330));
    const more = decide(group({ header: quiet, members: [a, member('b', 40)], conversations }), at(330));

    // Assess
    expect(same).toMatchObject({ reason: 'not muted any more', next: { state: 'triggered', episode: 1 } });
    expect(said(same)).toEqual([]);
    expect(said(more)).toEqual(['firing ab: [ab] [] []']);
  });
});

describe('whoever was told "firing" is told "resolved", also while it is muted', () => {
  const both = { a: delivered(told('ab'), 30) };
  const [a, b] = [member('a', 0), member('b', 0)];
  const over = (name: string, seconds: number) => member(name, 0, seconds);

  test('when all of it ends', () => {
    // Act
    const members = [over('a', 100), over('b', 101)];
    const decision = decide(group({ header: quiet, members, mutes: silenced('ab'), conversations: both }), at(330));

    // Assess
    expect(said(decision)).toEqual(['resolved ab: [] [ab] []']);
    expect(stateOf(decision)).toBe('idle');
  });

  test('when one of it ends, and the other one later', () => {
    // Prepare
    const before = group({ header: quiet, members: [over('a', 100), b], mutes: silenced('ab'), conversations: both });

    // Act
    const first = decide(before, at(330));
    const knows = { a: delivered(told('', 'a', 'b'), 330) };
    const later = { ...quiet, tickAt: at(630), wakeAt: at(630) };
    const members = [over('a', 100), over('b', 400)];
    const second = decide({ ...before, header: later, members, conversations: knows }, at(630));

    // Assess
    expect(said(first)).toEqual(['resolved a: [] [a] [b]']);
    expect(stateOf(first)).toBe('muted');
    expect(said(second)).toEqual(['resolved b: [] [b] []']);
  });

  test('when it was left out of what was told since', () => {
    // Prepare
    const members = [a, over('b', 400), member('c', 40)];
    const conversations = { a: delivered(told('ac', '', 'b'), 330) };
    const later = { ...open, tickAt: at(630), wakeAt: at(630) };

    // Act
    const decision = decide(group({ header: later, members, mutes: silenced('b'), conversations }), at(630));

    // Assess
    expect(said(decision)).toEqual(['firing acb: [ac] [b] []']);
  });

  test('and what was left out is told anew when it is unmuted', () => {
    // Prepare
    const conversations = { a: delivered(told('', 'a', 'b'), 330) };
    const later = { ...quiet, tickAt: at(630), wakeAt: at(630) };

    // Act
    const decision = decide(group({ header: later, members: [over('a', 100), b], conversations }), at(630));

    // Assess
    expect(said(decision)).toEqual(['firing b: [b] [] []']);
  });

  test('but not who does not want to hear of ends', () => {
    // Act
    const members = [over('a', 100), b];
    const integrations = [integration('a', false)];
    const before = group({ header: quiet, members, integrations, mutes: silenced('ab'), conversations: both });

    // Assess
    expect(said(decide(before, at(330)))).toEqual(['forget: some alerts resolved']);
  });
});

describe('a group of which a part is muted', () => {
  const [a, b] = [member('a', 0), member('b', 0)];

  test('leaves it out of what is told, and looks again at the next tick', () => {
    // Prepare
    const conversations = { a: delivered(told('b'), 30) };

    // Act
    const members = [a, b, member('c', 40)];
    const decision = decide(group({ header: open, members, mutes: silenced('ab'), conversations }), at(330));

    // Assess
    expect(said(decision)).toEqual(['firing c: [c] [] [b]']);
    expect(decision).toMatchObject({ next: { wakeAt: at(630) } });
  });

  test('changes what is on its way, if that speaks of it', () => {
    // Act
    const conversations = { a: onItsWay('ab') };
    const decision = decide(group({ header: open, members: [a, b], mutes: silenced('b'), conversations }), at(330));

    // Assess
    expect(said(decision)).toEqual(['firing a: [a] [] []']);
  });
});

describe('strictly as Alertmanager', () => {
  const isStrict = true;
  const knowsA = { a: delivered(told('a'), 30) };

  test('an end that is muted is never told', () => {
    // Prepare
    const before = group({ header: quiet, members: [member('a', 0, 100)], conversations: knowsA, isStrict });

    // Act
    const atTheEnd = decide({ ...before, mutes: silenced('a') }, at(330));
    const closed = atTheEnd.type === 'commit' ? { ...atTheEnd.next, wakeAt: at(630) } : quiet;
    const afterwards = decide({ ...before, header: closed }, at(630));

    // Assess
    expect(said(atTheEnd)).toEqual([]);
    expect(closed).toMatchObject({ state: 'idle', closedAt: at(330) });
    expect(afterwards).toEqual({ type: 'wait', reason: 'over', wakeAt: null });
  });

  test('and what fires again then counts as told, until it is repeated', () => {
    // Prepare
    const again = header({ version: 3, episode: 1, closedAt: at(330), openAt: at(400), wakeAt: at(400) });

    // Act
    const before = group({ header: again, members: [member('a', 370)], conversations: knowsA, isStrict });
    const decision = decide(before, at(400));

    // Assess
    expect(said(decision)).toEqual([]);
    expect(stateOf(decision)).toBe('triggered');
  });

  test('one end that is not muted makes it forget what it told of the rest', () => {
    // Prepare
    const members = [member('a', 0, 100), member('b', 0)];
    const conversations = { a: delivered(told('ab'), 30) };

    // Act
    const decision = decide(group({ header: open, members, mutes: silenced('b'), conversations, isStrict }), at(330));

    // Assess
    expect(said(decision)).toEqual(['resolved a: [] [a] []']);
  });
});
