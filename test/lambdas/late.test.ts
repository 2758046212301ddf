import type { Message } from '../../engine/ports';
import { newCounter } from '../../lambdas/count';
import { lateQueue } from '../../lambdas/queue';

const wake: Message = { queue: 'wake', group: 'g' };

/** A queue, and how often it was loaded; the first loads may fail. */
function loading(failures = 0) {
  const sent: Message[] = [];
  const state = { loads: 0 };
  const load = async () => {
    state.loads += 1;
    if (state.loads <= failures) throw new Error('not loaded');
    return { send: async (message: Message) => void sent.push(message) };
  };
  return { sent, state, load };
}

describe('a queue that is loaded apart', () => {
  test('is loaded with the first message when nobody is sure to send one', async () => {
    // Prepare
    const { load, state, sent } = loading();
    const queue = lateQueue(load, 'needed');
    const before = state.loads;

    // Act
    await queue.send(wake, 0);
    await queue.send(wake, 0);

    // Assess
    expect([before, state.loads, sent.length]).toEqual([0, 1, 2]);
  });

  test('is loaded at once when messages are sure to come', () => {
    // Prepare
    const { load, state } = loading();

    // Act
    lateQueue(load, 'soon');

    // Assess
    expect(state.loads).toBe(1);
  });

  test('is loaded again after it could not be', async () => {
    // Prepare
    const { load, sent } = loading(1);
    const queue = lateQueue(load, 'needed');
    await expect(queue.send(wake, 0)).rejects.toThrow('not loaded');

    // Act
    await queue.send(wake, 0);

    // Assess
    expect(sent).toEqual([wake]);
  });
});

describe('metrics', () => {
  test('are written once for an invocation, summed, and not again with the next', async () => {
    // Prepare
    const written: Record<string, number>[] = [];
    const counter = newCounter(async () => (counts) => void written.push(Object.fromEntries(counts)));

    // Act
    counter.add('Alerts', 2);
    counter.add('Alerts', 1);
    counter.add('Overdue', 0);
    await counter.publish();
    await counter.publish();

    // Assess
    expect(written).toEqual([{ Alerts: 3, Overdue: 0 }]);
  });

  test('that cannot be written fail nothing', async () => {
    // Prepare
    const counter = newCounter(() => Promise.reject(new Error('not loaded')));
    counter.add('Alerts', 1);

    // Act and assess
    await expect(counter.publish()).resolves.toBeUndefined();
  });
});
