import { nearest, suggestion } from '../../../formats/yaml/nearest';

const KEYS = ['group_wait', 'group_interval', 'group_by', 'receiver', 'to'];

test.each([
  ['group_wiat', 'group_wait'],
  ['groupwait', 'group_wait'],
  ['Group_Wait', 'group_wait'],
  ['group-by', 'group_by'],
  ['recever', 'receiver'],
  ['group_intervall', 'group_interval'],
  ['webhook', null],
  ['', null],
])('%j most likely means %j', (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant);
});

test('where nothing is near, what is known is listed', () => {
  expect(suggestion('webhook', KEYS)).toBe('known here: group_wait, group_interval, group_by, receiver, to');
  expect(suggestion('webhook', [])).toBe('leave it out');
  expect(suggestion('recever', KEYS)).toBe('did you mean "receiver"?');
});
