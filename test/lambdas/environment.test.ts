import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError, once, readConfiguration, variable } from '../../lambdas/environment';
import { Deliver, readHint, Wake } from '../../lambdas/hint';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-environment-'));
const path = join(folder, 'configuration.json');
const baked = { hash: '0123456789abcdef', route: { receiver: 'team' }, receivers: {} };

afterAll(() => rmSync(folder, { recursive: true }));

test('the baked configuration is read as it is', () => {
  writeFileSync(path, JSON.stringify(baked));

  expect(readConfiguration(path)).toEqual(baked);
});

test.each(['null', '{}', JSON.stringify({ ...baked, route: undefined })])('%s is no configuration', (text) => {
  writeFileSync(path, text);

  expect(() => readConfiguration(path)).toThrow(EnvironmentError);
});

test('a variable that is missing is named', () => {
  expect(() => variable('TOCSIN_NOWHERE')).toThrow('TOCSIN_NOWHERE is not set');
});

test('what is made once is made again only when making it failed', () => {
  let calls = 0;
  const make = once(() => {
    calls += 1;
    if (calls === 1) throw new Error('first');
    return { calls };
  });

  expect(make).toThrow('first');
  expect(make()).toBe(make());
  expect(calls).toBe(2);
});

test.each([
  [Wake, '{"group":"g"}', { group: 'g' }],
  [Wake, '{"group":"g","later":"more"}', { group: 'g' }],
  [Deliver, '{"group":"g","slot":"s"}', { group: 'g', slot: 's' }],
  [Deliver, '{"group":"g"}', null],
  [Wake, '{"group":""}', null],
  [Wake, '{"group":7}', null],
  [Wake, 'not JSON', null],
  [Wake, 'null', null],
  [Wake, '', null],
])('a hint %# is read, or null when it is malformed', (shape, body, hint) => {
  expect(readHint(shape, body)).toEqual(hint);
});
