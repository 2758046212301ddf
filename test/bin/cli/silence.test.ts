import { alerts } from '../../../bin/cli/alerts/alerts';
import { type Io, Problem, UsageError } from '../../../bin/cli/io';
import type { Operate } from '../../../bin/cli/live/operate';
import { add, expire, list } from '../../../bin/cli/silence/silence';
import { apart, inhibiting } from '../../engine/muting/support';
import { alert, Bench, TIMING } from '../../engine/support';
import { ROOT } from './tocsin';

/** A command line on a system of its own, in which time stands still. */
function bench() {
  const lines: string[] = [];
  const errors: string[] = [];
  const io: Io = {
    root: ROOT,
    cwd: ROOT,
    env: {},
    out: (line) => lines.push(line),
    err: (line) => errors.push(line),
    stdin: async () => new Uint8Array(),
    columns: 80,
    colour: false,
  };
  const engine = new Bench(apart({ inhibitRules: [inhibiting()] }));
  jest.spyOn(Date, 'now').mockImplementation(() => engine.now);
  const operate: Operate = (_io, _options, work) => work({ where: 'local', name: 'tocsin', ports: engine.ports() });
  const said = (): unknown => JSON.parse(lines.at(-1) ?? '');
  return {
    engine,
    lines,
    errors,
    said,
    add: (matchers: readonly string[], options: Parameters<typeof add>[2] = {}) =>
      add(io, matchers, { for: '2h', by: 'erin', json: true, ...options }, operate),
    list: (options: Parameters<typeof list>[1] = {}) => list(io, { json: true, ...options }, operate),
    expire: (...ids: string[]) => expire(io, ids, { by: 'frank', json: true }, operate),
    alerts: (matchers: readonly string[] = [], options: Parameters<typeof alerts>[2] = { json: true }) =>
      alerts(io, matchers, options, operate),
  };
}
afterEach(() => jest.restoreAllMocks());

const idOf = (said: unknown): string => (said as { readonly id: string }).id;

test('a silence is made, listed, ended', async () => {
  // Prepare
  const tocsin = bench();

  // Act
  await tocsin.add(['alertname="A"'], { comment: 'known' });
  const made = tocsin.said();
  await tocsin.list();
  const listed = tocsin.said();
  tocsin.engine.now += 1_000;
  const answer = await tocsin.expire(idOf(made));
  const ended = tocsin.said();
  await tocsin.list();
  const left = tocsin.said();

  // Assess
  const { now } = tocsin.engine;
  expect(made).toMatchObject({
    kind: 'silence',
    state: 'active',
    matchers: [{ name: 'alertname', operator: '=', value: 'A' }],
    created_by: 'erin',
    source: 'cli',
    comment: 'known',
    is_new: true,
    concerned: 0,
  });
  expect(listed).toMatchObject([{ id: idOf(made) }]);
  expect(answer).toBe('yes');
  expect(ended).toMatchObject([{ id: idOf(made), expired_by: 'frank', ends_at: new Date(now).toISOString() }]);
  expect(left).toEqual([]);
});

test('the same command twice makes one silence', async () => {
  // Prepare
  const tocsin = bench();

  // Act
  await tocsin.add(['alertname="A"'], { id: 'once' });
  await tocsin.add(['alertname="A"'], { id: 'once' });
  const second = tocsin.said();
  await tocsin.list();

  // Assess
  expect(second).toMatchObject({ is_new: false });
  expect(tocsin.said()).toHaveLength(1);
});

test.each<[string, readonly string[], Parameters<typeof add>[2], typeof Problem | typeof UsageError, string]>([
  ['no end', ['a="b"'], { for: undefined }, UsageError, 'say how long'],
  ['two ends', ['a="b"'], { until: '3h' }, UsageError, 'say one of --for, --until and --until-resolved'],
  ['an end before its start', ['a="b"'], { for: undefined, start: '3h', until: '2h' }, Problem, 'end before it starts'],
  ['an end in the past', ['a="b"'], { for: undefined, until: '2020-01-01' }, Problem, 'its end is in the past'],
  ['a time that is none', ['a="b"'], { start: 'soon' }, UsageError, '--start: "soon" is not a time'],
  ['nothing to be silent', [], {}, UsageError, 'say what is to be silent'],
  ['a matcher that is none', ['a'], {}, Problem, '"a" is not a matcher'],
  ['the end of no incident', ['a="b"'], { for: undefined, untilResolved: true }, UsageError, 'needs --incident'],
  ['half of a recurrence', ['a="b"'], { cron: '0 2 * * *' }, UsageError, 'needs --cron, --timezone and --lasting'],
  [
    'a zone that is none',
    ['a="b"'],
    { cron: '0 2 * * *', timezone: 'Mars', lasting: '1h' },
    Problem,
    'is no cron expression in a time zone',
  ],
  ['everything, unasked', ['alertname=~".+"'], {}, Problem, 'nearly everything quiet: say so if you mean it (--yes)'],
  ['everything for too long', ['a!="b"'], { for: '25h', yes: true }, Problem, 'a day at most'],
])('a silence with %s is refused', async (_, matchers, options, kind, message) => {
  // Prepare
  const tocsin = bench();

  // Act
  const made = tocsin.add(matchers, options);

  // Assess
  await expect(made).rejects.toThrow(message);
  await expect(made).rejects.toBeInstanceOf(kind);
});

test('everything may be silent for a day, if that is meant', async () => {
  // Prepare
  const tocsin = bench();

  // Act
  await tocsin.add(['alertname=~".+"'], { for: '24h', yes: true });

  // Assess
  expect(tocsin.said()).toMatchObject({ is_new: true });
});

test('an id that no silence has is told with the nearest, and the others are ended', async () => {
  // Prepare
  const tocsin = bench();
  await tocsin.add(['alertname="A"']);
  const id = idOf(tocsin.said());
  const mistyped = `${id.slice(0, -1)}x`;

  // Act
  const answer = await tocsin.expire(mistyped, id);

  // Assess
  expect(answer).toBe('no');
  expect(tocsin.errors).toEqual([`tocsin: there is no silence "${mistyped}": did you mean "${id}"?`]);
  expect(tocsin.said()).toMatchObject([{ id, was_over: false }]);
});

describe('alerts', () => {
  const critical = { severity: 'critical' };
  const warning = { severity: 'warning' };

  /** One is told, one inhibited by it, one silenced, one about to be told. */
  async function busy() {
    const tocsin = bench();
    const { engine } = tocsin;
    const at = engine.now;
    await engine.accept(alert('Down', { at, labels: critical }));
    await engine.accept(alert('Slow', { at, labels: warning }));
    await tocsin.add(['alertname="Known"'], { comment: 'ticket 7' });
    await engine.accept(alert('Known', { at }));
    await engine.run(at + TIMING.groupWaitMs + 1_000);
    await engine.accept(alert('New', { at: engine.now }));
    return tocsin;
  }

  test('say who was told, and what kept it from being told', async () => {
    // Prepare
    const tocsin = await busy();

    // Act
    await tocsin.alerts();

    // Assess
    const said = tocsin.said() as readonly { readonly labels: { readonly alertname: string } }[];
    expect(Object.fromEntries(said.map((one) => [one.labels.alertname, one]))).toMatchObject({
      Down: { state: 'active', receivers: [{ state: 'triggered', told: ['a'], muted_by: [] }] },
      Slow: {
        state: 'muted',
        receivers: [{ state: 'pending', told: [], muted_by: [{ by: 'inhibition', name: '0' }] }],
      },
      Known: { state: 'muted', receivers: [{ muted_by: [{ by: 'silence' }] }] },
      New: { state: 'active', receivers: [{ state: 'pending', told: [], muted_by: [] }] },
    });
  });

  test('are told to people in words', async () => {
    // Prepare
    const tocsin = await busy();

    // Act
    await tocsin.alerts(['alertname=~"Known|Slow"'], { muted: true });

    // Assess
    const text = tocsin.lines.slice(1).join('\n');
    expect(text).toMatch(/team: pending: muted by silence \w+ \(erin: ticket 7\); incident \w+-1/);
    expect(text).toMatch(/team: pending: muted by inhibition rule 0; incident \w+-1/);
  });

  test('a silence that has just come counts from the next look on', async () => {
    // Prepare
    const tocsin = await busy();

    // Act
    await tocsin.add(['alertname="Down"']);
    const { concerned } = tocsin.said() as { readonly concerned: number };
    await tocsin.alerts(['alertname="Down"'], {});

    // Assess
    expect(concerned).toBe(1);
    expect(tocsin.lines.at(-1)).toMatch(/triggered: muted by silence \w+ \(erin\), from the next look on; told by a;/);
  });

  test('of which none fires, or none is meant', async () => {
    // Prepare
    const [idle, working] = [bench(), await busy()];

    // Act
    await idle.alerts([], {});
    await working.alerts(['alertname="Other"'], {});

    // Assess
    expect(idle.lines.at(-1)).toBe('nothing fires');
    expect(working.lines.at(-1)).toBe('none of 4 alerts that fire');
  });
});
