import type { Context } from 'aws-lambda';
import type { Counter } from './count';
import { type Ids, type Log, told } from './log';
import type { Reporter } from './sentry';
import { nameSources } from './stack';
import type { Trace } from './trace';

/** What every function has around it. */
export type Tools = {
  readonly log: Log;
  readonly counter: Counter;
  readonly reporter: Reporter;
  readonly trace: Trace;
};

/** What a function may say while it works. */
export type Voice = {
  readonly log: Omit<Log, 'addContext'>;
  readonly count: Counter['add'];
  /** An error that does not end the invocation. */
  readonly report: (error: unknown, ids: Ids) => void;
};

export type Work<Event, Result> = (event: Event, voice: Voice) => Promise<Result>;
export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** Gives a function its log, metrics, trace and error reports; an error that it throws is told and thrown on. */
export function wrap<Event, Result>(
  work: Work<Event, Result>,
  { log, counter, reporter, trace }: Tools,
): Handler<Event, Result> {
  return async (event, context) => {
    log.addContext(context);
    const reports: Promise<void>[] = [];
    const report: Voice['report'] = (error, ids) => {
      nameSources(error);
      const about = told(error);
      log.error(about.message, { ...ids, error: about });
      reports.push(reporter.report(error, { ...ids, function: context.functionName, request: context.awsRequestId }));
    };
    try {
      return await trace(() => work(event, { log, count: counter.add, report }));
    } catch (error) {
      report(error, {});
      throw error;
    } finally {
      await Promise.all([counter.publish(), ...reports]);
      if (reports.length > 0) await reporter.flush();
    }
  };
}
