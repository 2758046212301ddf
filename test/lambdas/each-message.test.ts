import { BatchFailed, eachMessage } from '../../lambdas/each-message';
import { batch, failing, recordingVoice } from './tools';

test('one bad message fails alone, whether it throws at once or later', async () => {
  const { voice, reports } = recordingVoice();
  const seen: string[] = [];
  const work = eachMessage((body) => {
    if (body === 'at once') throw new Error('at once');
    if (body === 'later') return Promise.reject(new Error('later'));
    seen.push(body);
    return Promise.resolve();
  });

  const response = await work(batch('a', 'at once', 'later', 'b'), voice);

  expect(response).toEqual(failing('2', '3'));
  expect(seen).toEqual(['a', 'b']);
  expect(reports).toEqual([
    [new Error('at once'), { messages: '2' }],
    [new Error('later'), { messages: '3' }],
  ]);
});

test('equal messages are worked through once, and fail together', async () => {
  const seen: string[] = [];
  const work = eachMessage(async (body) => {
    seen.push(body);
    if (body === 'bad') throw new Error('bad');
  });

  const response = await work(batch('bad', 'good', 'bad', 'good'), recordingVoice().voice);

  expect(seen).toEqual(['bad', 'good']);
  expect(response).toEqual(failing('1', '3'));
});

test('an empty batch has no failures', async () => {
  expect(await eachMessage(() => {})(batch(), recordingVoice().voice)).toEqual(failing());
});

test('a batch of which nothing could be worked through is an error of the function, which its alarm sees', async () => {
  const { voice, reports } = recordingVoice();
  const work = eachMessage(() => Promise.reject(new Error('the table is down')));

  await expect(work(batch('a', 'b'), voice)).rejects.toThrow(BatchFailed);
  expect(reports).toHaveLength(2);
});
