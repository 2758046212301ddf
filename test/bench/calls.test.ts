import { callsOfPage, hopsOf, kindsOf, medianHops } from '../../bench/calls';
import type { Call } from '../../bench/counting-proxy';

const item = (group: string): string => JSON.stringify({ Key: { pk: { S: `G#${group}` } } });
const hint = (group: string): string => JSON.stringify({ MessageBody: JSON.stringify({ group }) });
const call = (by: string, operation: string, start: number, end: number, body = item('aa')): Call => ({
  by,
  operation,
  body,
  start,
  end,
});

const PAGE: readonly Call[] = [
  call('ingest', 'UpdateItem', 10, 14),
  call('ingest', 'SendMessage', 16, 19, hint('aa')),
  call('flush', 'Query', 25, 30),
  call('flush', 'TransactWriteItems', 31, 40),
  call('flush', 'SendMessage', 41, 44, hint('aa')),
  call('notify', 'UpdateItem', 50, 55),
  call('notify', 'UpdateItem', 60, 65),
];

test('a look at an earlier group is not this page', () => {
  const others = [call('flush', 'Query', 20, 22, item('bb')), call('notify', 'SendMessage', 21, 23, hint('bb'))];
  expect(callsOfPage([...PAGE, ...others])).toEqual(PAGE);
});

test('a call that names no group is this page: it may have read a secret', () => {
  const secret = call('notify', 'GetParameter', 52, 53, '{"Name":"/tocsin/key"}');
  expect(callsOfPage([...PAGE, secret])).toContain(secret);
});

test('calls are counted by function and operation, in the order of the first', () => {
  expect(Object.entries(kindsOf([...PAGE].reverse()))).toEqual([
    ['ingest UpdateItem', 1],
    ['ingest SendMessage', 1],
    ['flush Query', 1],
    ['flush TransactWriteItems', 1],
    ['flush SendMessage', 1],
    ['notify UpdateItem', 2],
  ]);
});

test('the way of a page: to each function, in it, and what of that it waited for AWS', () => {
  expect(hopsOf({ published: 0, heard: 58, calls: PAGE })).toEqual([
    { name: 'to ingest', ms: 10, aws: 0 },
    { name: 'in ingest', ms: 6, aws: 4 },
    { name: 'to flush', ms: 9, aws: 0 },
    { name: 'in flush', ms: 16, aws: 14 },
    { name: 'to notify', ms: 9, aws: 0 },
    { name: 'in notify', ms: 8, aws: 5 },
  ]);
});

test('the stretches add up to the whole', () => {
  const hops = hopsOf({ published: 0, heard: 58, calls: PAGE });
  expect(hops?.reduce((sum, { ms }) => sum + ms, 0)).toBe(58);
});

test('calls at the same time are waited for once', () => {
  const calls = [...PAGE, call('ingest', 'UpdateItem', 12, 15)];
  expect(hopsOf({ published: 0, heard: 58, calls })?.[1]).toEqual({ name: 'in ingest', ms: 6, aws: 5 });
});

test('a page that no hint led on is not on its usual way', () => {
  const calls = PAGE.filter(({ by, operation }) => by !== 'ingest' || operation !== 'SendMessage');
  expect(hopsOf({ published: 0, heard: 58, calls })).toBeNull();
});

test('each stretch has its own median', () => {
  const slow = [{ name: 'to ingest', ms: 100, aws: 0 }];
  const pages = [2, 1, 3].map((ms) => [{ name: 'to ingest', ms, aws: 0 }]);
  expect(medianHops([...pages, slow, slow])).toEqual([{ name: 'to ingest', ms: 3, aws: 0 }]);
});
