import { newCounter } from './count';
import { newLog } from './log';
import { type Reporter, sentryReporter, silent } from './sentry';
import { newTrace } from './trace';
import type { Tools } from './wrap';

/** The real tools; what is large is loaded when it is first needed. */
export const tools = (): Tools => ({
  log: newLog(),
  counter: newCounter(),
  reporter: reporter(process.env.TOCSIN_SENTRY_DSN),
  trace: newTrace(async () => {
    const { Tracer } = await import('./lazy/tracer');
    return new Tracer({ captureHTTPsRequests: false });
  }),
});

/** @param reference where the DSN lies; without one, nothing is reported to anybody */
function reporter(reference: string | undefined): Reporter {
  if (!reference) return silent;
  return sentryReporter({
    load: () => import('./lazy/sentry-sdk'),
    readDsn: async () => (await import('./secrets')).secrets.read(reference),
  });
}
