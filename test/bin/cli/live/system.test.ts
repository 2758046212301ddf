import { chooseSystem, readSystem } from '../../../../bin/cli/live/system';
import type { System } from '../../../../core/deployed/system';

const queue = { url: 'http://q', deadLetters: 'http://d' };
const system = (name: string): System => ({ name, table: 't', queues: { ingest: queue, wake: queue, deliver: queue } });
const [a, b] = [system('a'), system('b')];

test.each<[string, readonly System[], string | undefined, System]>([
  ['the only one', [a], undefined, a],
  ['the one that is named', [a, b], 'b', b],
])('%s is meant', (_what, systems, name, chosen) => {
  expect(chooseSystem(systems, name)).toBe(chosen);
});

test.each<[string, readonly System[], string | undefined, string]>([
  ['nothing is deployed', [], undefined, 'Tocsin is not deployed in this account and region: deploy it first'],
  ['two are, and none is named', [a, b], undefined, 'Tocsin is deployed more than once: say --name with one of a, b'],
  ['another is named', [a, b], 'c', 'there is no system "c" in this account and region: there is a, b'],
])('where %s, it says so', (_what, systems, name, problem) => {
  expect(() => chooseSystem(systems, name)).toThrow(problem);
});

test('what the parameter says is read, and a parameter of somebody else is named', () => {
  expect(readSystem('/tocsin-systems/a', JSON.stringify(a))).toEqual(a);
  expect(() => readSystem('/tocsin-systems/a', 'text')).toThrow('/tocsin-systems/a cannot be read');
});
