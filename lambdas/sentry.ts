import type { init } from '@sentry/aws-serverless';
import type { Ids } from './log';

type Options = NonNullable<Parameters<typeof init>[0]>;
type BeforeSend = NonNullable<Options['beforeSend']>;

/** What is used of @sentry/aws-serverless. */
export type Sentry = {
  readonly init: (options: Options) => unknown;
  readonly captureException: (error: unknown, hint: { tags: Record<string, Ids[string]> }) => unknown;
  readonly flush: (timeoutMs: number) => PromiseLike<boolean>;
};

export type Reporter = {
  readonly report: (error: unknown, ids: Ids) => Promise<void>;
  /** Waits a moment until what was reported is away; a frozen function sends nothing. */
  readonly flush: () => Promise<void>;
};

export type SentryParts = {
  readonly load: () => Promise<Sentry>;
  /** Where events go; a secret. */
  readonly readDsn: () => Promise<string>;
};

const FLUSH_MS = 2_000;

const onlyTheError: BeforeSend = (event) => {
  const { request: _request, user: _user, extra: _extra, breadcrumbs: _breadcrumbs, ...rest } = event;
  return rest;
};

/** Errors alone: no tracing, no breadcrumbs, nothing of requests or variables. */
const options = (dsn: string): Options => ({
  dsn,
  defaultIntegrations: false,
  skipOpenTelemetrySetup: true,
  sendDefaultPii: false,
  includeLocalVariables: false,
  maxBreadcrumbs: 0,
  sampleRate: 1,
  beforeSend: onlyTheError,
});

/** Loads Sentry with the first error, not before: a function without errors pays nothing for it. */
export function sentryReporter({ load, readDsn }: SentryParts): Reporter {
  let started: Promise<Sentry> | null = null;
  const start = async (): Promise<Sentry> => {
    const [sentry, dsn] = await Promise.all([load(), readDsn()]);
    sentry.init(options(dsn));
    return sentry;
  };
  return {
    report: async (error, ids) => {
      started ??= start();
      try {
        (await started).captureException(error, { tags: { ...ids } });
      } catch {
        started = null; // reporting must not fail what reports; the next error tries again
      }
    },
    flush: async () => {
      const sentry = await started?.catch(() => null);
      await sentry?.flush(FLUSH_MS);
    },
  };
}

/** Without a DSN: nothing loaded, nothing sent. */
export const silent: Reporter = { report: async () => {}, flush: async () => {} };
