import { newLog, told } from '../../lambdas/log';
import type { Reporter } from '../../lambdas/sentry';
import { wrap } from '../../lambdas/wrap';
import { context, recordingTools } from './tools';

const boom = new Error('boom');

test('what the function returns is what Lambda gets', async () => {
  const { tools, recorded } = recordingTools();

  const result = await wrap(async (event: string, { count }) => {
    count('Things', 2);
    return `${event}!`;
  }, tools)('hello', context);

  expect(result).toBe('hello!');
  expect(recorded.counts).toEqual({ Things: 2 });
  expect(recorded.published()).toBe(1);
  expect(recorded.lines).toEqual([]);
});

test.each([
  ['later', async () => Promise.reject(boom)],
  [
    'at once',
    () => {
      throw boom;
    },
  ],
])('an error thrown %s is logged, reported and thrown on, and metrics are written', async (_when, work) => {
  const order: string[] = [];
  const reporter: Reporter = {
    report: async (_error, ids) => {
      order.push(`report ${ids.function} ${ids.request}`);
    },
    flush: async () => {
      order.push('flush');
    },
  };
  const { tools, recorded } = recordingTools({ reporter });

  await expect(wrap(work, tools)({}, context)).rejects.toBe(boom);

  expect(recorded.lines).toMatchObject([{ level: 'error', message: 'boom', more: { error: { name: 'Error' } } }]);
  expect(order).toEqual(['report tocsin-test request-1', 'flush']);
  expect(recorded.published()).toBe(1);
});

test('without an error nothing is flushed', async () => {
  let flushes = 0;
  const reporter: Reporter = {
    report: async () => {},
    flush: async () => {
      flushes += 1;
    },
  };
  await wrap(async () => 1, recordingTools({ reporter }).tools)({}, context);

  expect(flushes).toBe(0);
});

describe('an error as it is logged', () => {
  test('has its causes, and none of what the SDK hangs on it', () => {
    const cause = Object.assign(new Error('refused'), { Item: { text: { S: 'alarm text' } }, $response: 'alarm text' });

    const line = told(new Error('put p s', { cause }));

    expect(line).toMatchObject({ name: 'Error', message: 'put p s', cause: { name: 'Error', message: 'refused' } });
    expect(JSON.stringify(line)).not.toContain('alarm text');
  });

  test('is short, and ends', () => {
    const long = new Error('x'.repeat(5_000));
    const round = new Error('round');
    round.cause = round;

    expect(told(long).message).toHaveLength(300);
    expect(JSON.stringify(told(long)).length).toBeLessThan(5_000);
    expect(told(round)).toMatchObject({ cause: { cause: { cause: { message: 'round' } } } });
    expect(told('a string, perhaps a secret')).toEqual({ name: 'NotAnError', message: 'string' });
  });
});

test('a line is JSON with Powertools’ fields, the request’s id among them', () => {
  const written: string[] = [];
  const log = newLog();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const spy = jest.spyOn(console, 'info').mockImplementation((line) => void written.push(String(line)));

  log.addContext({ ...context, functionVersion: '1', memoryLimitInMB: '512', invokedFunctionArn: 'arn' } as never);
  log.info('taken in', { messageId: 'm-1' });

  jest.restoreAllMocks();
  spy.mockRestore();
  const line = JSON.parse(written.join(''));
  expect(line).toMatchObject({
    level: 'INFO',
    message: 'taken in',
    function_request_id: 'request-1',
    messageId: 'm-1',
  });
});
