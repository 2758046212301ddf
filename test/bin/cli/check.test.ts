import * as z from 'zod';
import { folderWith, objects, tocsin } from './tocsin';

const ROUTING = `route:
  receiver: team
  routes:
    - { receiver: team, matchers: ['severity="critical"'] }
receivers:
  - name: team
    webhook_configs: [ { url: "http://a" } ]
`;
const Fault = z.strictObject({
  file: z.string(),
  line: z.int().nullable(),
  path: z.string(),
  message: z.string(),
});
const Checked = z.strictObject({
  config: z.string(),
  ok: z.boolean(),
  faults: z.array(Fault),
  warnings: z.array(Fault),
});

test.each(['config/mykadoo', 'config/minimal'])('%s, as it ships, is right', async (folder) => {
  const { status, out } = await tocsin(['check', '--config', folder]);

  expect(status).toBe(0);
  expect(out).toMatch(`${folder} is right: `);
});

test('without --config it is the checkout’s own folder, wherever one stands', async () => {
  const { status, out } = await tocsin(['check'], { cwd: folderWith({}) });

  expect(status).toBe(0);
  expect(out).toMatch(/config\/mykadoo is right/);
});

test('a typo is told with file, line and what would be right', async () => {
  const config = folderWith({
    'routing.yml': ROUTING.replace('receiver: team\n', 'receiver: team\n  group_wiat: 5s\n'),
  });

  const { status, out } = await tocsin(['check', '--config', config]);

  expect(status).toBe(1);
  expect(out).toMatch('routing.yml:3: route.group_wiat: unknown key: did you mean "group_wait"?');
  expect(out).toMatch(/: 1 fault$/m);
});

test('what is doubtful is a warning, and no fault', async () => {
  const unreachable = ROUTING.replace(
    'receivers:',
    "    - { receiver: team, matchers: ['severity=critical', 'a=b'] }\nreceivers:",
  );
  const config = folderWith({ 'routing.yml': `${unreachable}  - name: unused\n` });

  const { status, out } = await tocsin(['check', '--config', config]);

  expect(status).toBe(0);
  expect(out).toMatch(/^routing\.yml:5: warning: route\.routes\[1\]: no alert comes here/m);
  expect(out).toMatch(/^routing\.yml:9: warning: receivers\[1\]\.name: receiver "unused" is never used/m);
  expect(out).toMatch(/ is right: 3 routes, 2 receivers, 2 warnings$/m);
});

test.each<[string, Record<string, string | Uint8Array>, RegExp]>([
  ['no routing.yml', {}, /^routing\.yml: is missing/],
  ['an empty routing.yml', { 'routing.yml': '' }, /^routing\.yml: is empty/],
  ['no YAML', { 'routing.yml': 'route: [' }, /^routing\.yml:\d+: /],
  ['a file that is not text', { 'routing.yml': Uint8Array.of(0xff, 0xfe, 0) }, /routing\.yml: is not text/],
])('%s is a fault', async (_, files, words) => {
  const { status, out } = await tocsin(['check', '--config', folderWith(files)]);

  expect(status).toBe(1);
  expect(out).toMatch(words);
});

test.each<[string, string, RegExp]>([
  ['a folder that is not there', 'nowhere', /^nowhere: there is no such folder/],
  ['a file instead of a folder', 'package.json', /^package\.json: is a file: name the folder/],
])('%s is a fault', async (_, config, words) => {
  const { status, out } = await tocsin(['check', '--config', config]);

  expect(status).toBe(1);
  expect(out).toMatch(words);
});

test.each<[string, string, boolean]>([
  ['right', ROUTING, true],
  ['wrong', 'route: {}', false],
])('--json says the same for a folder that is %s', async (_, routing, expected) => {
  const ended = await tocsin(['check', '--config', folderWith({ 'routing.yml': routing }), '--json']);

  const [answer] = z.tuple([Checked]).parse(objects(ended));
  expect({ status: ended.status, ok: answer.ok, hasFaults: answer.faults.length > 0 }).toEqual({
    status: expected ? 0 : 1,
    ok: expected,
    hasFaults: !expected,
  });
});
