import { parse } from 'yaml';
import * as z from 'zod';
import { folderWith, objects, tocsin } from './tocsin';

const ROUTING = `
route: { receiver: team }
receivers: [ { name: team, pagerduty_configs: [ { routing_key_file: ssm:/pd } ] } ]`;

test('the folder is printed as Alertmanager reads it, and what it needs besides is said twice', async () => {
  // Prepare
  const config = folderWith({ 'routing.yml': ROUTING });

  // Act
  const ended = await tocsin(['config', 'export', '--config', config, '--secrets', '/run/secrets/']);

  // Assess
  const said =
    'receivers[0].pagerduty_configs[0].routing_key_file reads a file: put the value of ssm:/pd into /run/secrets/pd';
  expect(ended.status).toBe(0);
  expect(ended.err.trim()).toBe(`tocsin: ${said}`);
  expect(ended.out).toContain(`# ${said}\n`);
  expect(parse(ended.out)).toEqual({
    route: { receiver: 'team' },
    receivers: [{ name: 'team', pagerduty_configs: [{ routing_key_file: '/run/secrets/pd' }] }],
  });
});

test('for programs it is one object', async () => {
  const ended = await tocsin(['config', 'export', '--config', folderWith({ 'routing.yml': ROUTING }), '--json']);

  const [answer] = z
    .tuple([z.strictObject({ config: z.string(), alertmanager: z.looseObject({}), left_out: z.array(z.unknown()) })])
    .parse(objects(ended));
  expect(answer.alertmanager).toMatchObject({ route: { receiver: 'team' } });
  expect(answer.left_out).toHaveLength(1);
});

test('a folder that is wrong is not exported', async () => {
  const ended = await tocsin(['config', 'export', '--config', folderWith({ 'routing.yml': 'rout: 1' })]);
  expect(ended).toMatchObject({ status: 1, out: '' });
  expect(ended.err).toContain('routing.yml:1: rout: unknown key: did you mean "route"?');
});

test('without a word what to do with it, the command tells what there is', async () => {
  const ended = await tocsin(['config']);
  expect(ended.status).toBe(2);
  expect(ended.out + ended.err).toContain('export');
});
