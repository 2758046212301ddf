import type { Context, SQSEvent } from 'aws-lambda';
import type { Counter } from '../../lambdas/count';
import type { Log } from '../../lambdas/log';
import { silent } from '../../lambdas/sentry';
import type { Tools, Voice } from '../../lambdas/wrap';

export const context = { functionName: 'tocsin-test', awsRequestId: 'request-1' } as Context;

type Line = { readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly more: unknown };

export type Recorded = {
  readonly lines: Line[];
  readonly counts: Record<string, number>;
  readonly published: () => number;
};

/** Tools that keep what was said; nothing is sampled, nothing reported. */
export function recordingTools(more: Partial<Tools> = {}): { tools: Tools; recorded: Recorded } {
  const lines: Line[] = [];
  const counts: Record<string, number> = {};
  let published = 0;
  const at =
    (level: Line['level']): Log['info'] =>
    (message, ...rest) => {
      lines.push({ level, message: String(message), more: rest[0] });
    };
  const log: Log = { addContext: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
  const counter: Counter = {
    add: (name, count) => {
      counts[name] = (counts[name] ?? 0) + count;
    },
    publish: async () => {
      published += 1;
    },
  };
  const tools: Tools = { log, counter, reporter: silent, trace: (work) => work(), ...more };
  return { tools, recorded: { lines, counts, published: () => published } };
}

export function recordingVoice(): { voice: Voice; reports: [unknown, unknown][]; recorded: Recorded } {
  const { tools, recorded } = recordingTools();
  const reports: [unknown, unknown][] = [];
  const voice: Voice = {
    log: tools.log,
    count: tools.counter.add,
    report: (error, ids) => {
      reports.push([error, ids]);
    },
  };
  return { voice, reports, recorded };
}

/** A batch whose messages are called 1, 2, 3 … */
export const batch = (...bodies: readonly string[]): SQSEvent =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: String(index + 1),
      body,
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.parse('2026-01-05T09:00:30Z')) },
    })),
  }) as SQSEvent;

export const failing = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
