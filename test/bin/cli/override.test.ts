import { MemoryStore } from '../../../adapters/memory/store';
import { type Io, Problem, UsageError } from '../../../bin/cli/io';
import type { Operate } from '../../../bin/cli/live/operate';
import { oncall } from '../../../bin/cli/oncall/oncall';
import { add, list, remove } from '../../../bin/cli/override/override';
import { folderWith, ROOT } from './tocsin';

const config = folderWith({
  'routing.yml': 'route: { receiver: team }\nreceivers: [ { name: team } ]',
  'oncall.yml': `
people:
  ada: { contacts: { sms: "+15550100001" } }
  ben: { contacts: { sms: "+15550100002" } }
schedules:
  primary: { timezone: UTC, layers: [ { rotation: weekly, handoff: "2026-01-05T09:00", people: [ada] } ] }
`,
});

/** A command line on a system of its own. */
function bench() {
  const lines: string[] = [];
  const io: Io = {
    root: ROOT,
    cwd: ROOT,
    env: {},
    out: (line) => lines.push(line),
    err: () => {},
    stdin: async () => new Uint8Array(),
    columns: 80,
    colour: false,
  };
  const ports = {
    store: new MemoryStore(),
    queue: { send: async () => {} },
    clock: { now: Date.now },
    ids: { next: () => 't', random: () => 0 },
  };
  const operate: Operate = (_io, _options, work) => work({ where: 'local', name: 'tocsin', ports });
  const said = (): unknown => JSON.parse(lines.at(-1) ?? '');
  return {
    lines,
    said,
    add: (options: Partial<Parameters<typeof add>[2]>) =>
      add(io, 'primary', { to: '2h', config, by: 'erin', json: true, ...options }, operate),
    list: (schedule?: string, options: Parameters<typeof list>[2] = {}) =>
      list(io, schedule, { json: true, ...options }, operate),
    oncall: (options: Parameters<typeof oncall>[2]) =>
      oncall(io, 'primary', { json: true, config, ...options }, operate),
    remove: (id: string) => remove(io, id, { by: 'frank', json: true }, operate),
  };
}
const idOf = (said: unknown): string => (said as { readonly id: string }).id;

test('an override is made, listed, taken back', async () => {
  // Prepare
  const tocsin = bench();

  // Act
  await tocsin.add({ person: 'ben', replaces: 'ada', comment: 'dentist' });
  const made = tocsin.said();
  await tocsin.list('primary');
  const listed = tocsin.said();
  await tocsin.remove(idOf(made));
  const removed = tocsin.said();
  await tocsin.list();
  const left = tocsin.said();

  // Assess
  expect(made).toMatchObject({
    schedule: 'primary',
    person: 'ben',
    replaces: 'ada',
    created_by: 'erin',
    comment: 'dentist',
    source: 'cli',
    state: 'active',
    is_new: true,
  });
  expect(listed).toEqual([expect.objectContaining({ id: idOf(made) })]);
  expect(removed).toMatchObject({ removed_by: 'frank', state: 'over', was_over: false });
  expect(left).toEqual([]);
});

test('an override counts in who is on call of the running system, and not in what the configuration says', async () => {
  // Prepare
  const tocsin = bench();
  await tocsin.add({ person: 'ben', replaces: 'ada' });
  const override = idOf(tocsin.said());

  // Act
  await tocsin.oncall({ local: true });
  const there = tocsin.said();
  await tocsin.oncall({});
  const written = tocsin.said();

  // Assess
  expect(there).toEqual([expect.objectContaining({ people: ['ben'], override, layer: 'layer 1' })]);
  expect(written).toEqual([expect.objectContaining({ people: ['ada'], override: null })]);
});

test('a duration as its end counts from its beginning', async () => {
  const tocsin = bench();

  await tocsin.add({ person: 'ben', from: '2100-01-01T10:00:00Z', to: '2h' });

  expect(tocsin.said()).toMatchObject({
    from: '2100-01-01T10:00:00.000Z',
    to: '2100-01-01T12:00:00.000Z',
    state: 'pending',
  });
});

test('the same command twice does nothing twice', async () => {
  const tocsin = bench();
  await tocsin.add({ person: 'ben', id: 'once' });

  await tocsin.add({ person: 'ben', id: 'once' });

  expect(tocsin.said()).toMatchObject({ is_new: false });
});

test('for people: one line', async () => {
  const tocsin = bench();

  await tocsin.add({ person: 'ben', from: '2100-01-01', json: false });
  await tocsin.list(undefined, { json: false });
  await tocsin.list('other', { json: false });

  expect(tocsin.lines[0]).toMatch(
    /^made: [0-9a-f]{10} {2}primary: ben in addition, 2100-01-01T00:00:00.000Z to 2100-01-01T02:00:00.000Z \(pending\) by erin$/,
  );
  expect(tocsin.lines[1]).toBe(tocsin.lines[0]?.replace('made: ', ''));
  expect(tocsin.lines[2]).toBe('no override');
});

test.each([
  ['an unknown person', { person: 'bem' }, new Problem('there is no person "bem": did you mean "ben"?')],
  ['an unknown one to replace', { replaces: 'adda' }, new Problem('there is no person "adda": did you mean "ada"?')],
  ['nobody', {}, new UsageError('say --person, --replaces, or both: who comes for whom')],
  ['somebody for themselves', { person: 'ben', replaces: 'ben' }, new Problem('ben cannot replace themselves')],
])('%s is refused', async (_what, options, error) => {
  await expect(bench().add(options)).rejects.toEqual(error);
});

test('a conflict is refused in words', async () => {
  const tocsin = bench();
  await tocsin.add({ person: 'ben' });

  await expect(tocsin.add({ person: 'ben', replaces: 'ada' })).rejects.toThrow(
    /^conflicts with [0-9a-f]{10} \(ben in addition/,
  );
});

test('what is not there cannot be taken back', async () => {
  await expect(bench().remove('nothing')).rejects.toEqual(
    new Problem('there is no override "nothing": see "override list"'),
  );
});
