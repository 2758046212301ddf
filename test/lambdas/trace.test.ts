import type { Tracer } from '@aws-lambda-powertools/tracer';
import { newTrace } from '../../lambdas/trace';

const VARIABLE = '_X_AMZN_TRACE_ID';
const SAMPLED = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

afterEach(() => {
  delete process.env[VARIABLE];
});

function fakeTracer(): { tracer: Tracer; events: string[] } {
  const events: string[] = [];
  const child = { close: () => events.push('close') };
  const parent = { addNewSubsegment: (name: string) => events.push(`open ${name}`) && child };
  const tracer = {
    getSegment: () => parent,
    setSegment: (segment: unknown) => events.push(segment === child ? 'enter' : 'leave'),
    annotateColdStart: () => {},
    addServiceNameAnnotation: () => {},
  };
  return { tracer: tracer as unknown as Tracer, events };
}

test.each([
  ['no trace', undefined],
  ['one that is not sampled', SAMPLED.replace('Sampled=1', 'Sampled=0')],
])('with %s the tracer is not even loaded', async (_what, header) => {
  if (header) process.env[VARIABLE] = header;
  let loads = 0;
  const trace = newTrace(async () => {
    loads += 1;
    return fakeTracer().tracer;
  });

  expect(await trace(async () => 'done')).toBe('done');
  expect(loads).toBe(0);
});

test('a sampled invocation runs in a segment of its own', async () => {
  process.env[VARIABLE] = SAMPLED;
  const { tracer, events } = fakeTracer();
  const trace = newTrace(async () => tracer);

  await trace(async () => events.push('work'));

  expect(events).toEqual(['open ## handler', 'enter', 'work', 'close', 'leave']);
});

test('a segment is closed when the work fails', async () => {
  process.env[VARIABLE] = SAMPLED;
  const { tracer, events } = fakeTracer();

  await expect(newTrace(async () => tracer)(async () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');

  expect(events.slice(-2)).toEqual(['close', 'leave']);
});

test.each([
  ['cannot be loaded', () => Promise.reject(new Error('no such module'))],
  [
    'has no segment to stand in',
    async () =>
      ({
        getSegment: () => {
          throw new Error('no segment');
        },
      }) as unknown as Tracer,
  ],
])('a tracer that %s stops nothing', async (_what, load) => {
  process.env[VARIABLE] = SAMPLED;

  expect(await newTrace(load)(async () => 'done')).toBe('done');
});
