import { type Sentry, sentryReporter } from '../../lambdas/sentry';

type Captured = { readonly error: unknown; readonly tags: unknown };

function fakeSentry(): {
  sentry: Sentry;
  options: () => Record<string, unknown>;
  captured: Captured[];
  flushes: number[];
} {
  let options: Record<string, unknown> = {};
  const captured: Captured[] = [];
  const flushes: number[] = [];
  const sentry: Sentry = {
    init: (given) => {
      options = { ...given };
    },
    captureException: (error, { tags }) => captured.push({ error, tags }),
    flush: async (timeoutMs) => flushes.push(timeoutMs) > 0,
  };
  return { sentry, options: () => options, captured, flushes };
}

const boom = new Error('boom');

test('nothing is loaded and no DSN read before there is an error', async () => {
  let calls = 0;
  const count = async (): Promise<never> => {
    calls += 1;
    throw boom;
  };
  const reporter = sentryReporter({ load: count, readDsn: count });

  await reporter.flush();

  expect(calls).toBe(0);
});

test('an error is sent with its ids, and waited for', async () => {
  const { sentry, options, captured, flushes } = fakeSentry();
  const reporter = sentryReporter({ load: async () => sentry, readDsn: async () => 'https://key@sentry.invalid/1' });

  await reporter.report(boom, { request: 'r-1' });
  await reporter.flush();

  expect(captured).toEqual([{ error: boom, tags: { request: 'r-1' } }]);
  expect(flushes).toEqual([2_000]);
  expect(options()).toMatchObject({
    dsn: 'https://key@sentry.invalid/1',
    defaultIntegrations: false,
    skipOpenTelemetrySetup: true,
    sendDefaultPii: false,
    includeLocalVariables: false,
    maxBreadcrumbs: 0,
  });
});

test('it is started once', async () => {
  const { sentry, captured } = fakeSentry();
  let loads = 0;
  const load = async (): Promise<Sentry> => {
    loads += 1;
    return sentry;
  };
  const reporter = sentryReporter({ load, readDsn: async () => 'dsn' });

  await Promise.all([reporter.report(boom, {}), reporter.report(boom, {})]);

  expect(loads).toBe(1);
  expect(captured).toHaveLength(2);
});

test('nothing of a request, a user or variables goes out', async () => {
  const { sentry, options } = fakeSentry();
  const reporter = sentryReporter({ load: async () => sentry, readDsn: async () => 'dsn' });
  await reporter.report(boom, {});
  const beforeSend = options().beforeSend as (event: object) => object;

  const sent = beforeSend({ message: 'kept', request: { data: 'x' }, user: { ip: 'x' }, extra: {}, breadcrumbs: [] });

  expect(sent).toEqual({ message: 'kept' });
});

test('a Sentry that cannot be started fails nothing, and is tried again with the next error', async () => {
  const { sentry, captured } = fakeSentry();
  const dsns = [Promise.reject(boom), Promise.resolve('dsn')];
  const reporter = sentryReporter({ load: async () => sentry, readDsn: async () => dsns.shift() ?? 'dsn' });

  await reporter.report(boom, {});
  await reporter.flush();
  expect(captured).toEqual([]);

  await reporter.report(boom, {});
  expect(captured).toHaveLength(1);
});
