import type { Queue } from '../engine/ports';

/**
 * A queue whose client is loaded apart from the function that sends.
 * @param when `soon`: at once, so that it loads while the table is asked; `needed`: with the first message
 */
export function lateQueue(load: () => Promise<Queue>, when: 'soon' | 'needed'): Queue {
  let loading: Promise<Queue> | null = null;
  const queue = (): Promise<Queue> => {
    loading ??= load().catch((error: unknown) => {
      loading = null; // the next message tries again
      throw error;
    });
    return loading;
  };
  if (when === 'soon') queue().catch(() => {});
  return { send: async (message, delayMs) => (await queue()).send(message, delayMs) };
}
