import type { Tracer } from '@aws-lambda-powertools/tracer';

/** Runs an invocation inside a segment, if X-Ray samples it. */
export type Trace = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Whether X-Ray asked for a trace of this invocation; Lambda says so anew for each. */
const isSampled = (): boolean => /(^|;)\s*Sampled=1\b/.test(process.env._X_AMZN_TRACE_ID ?? '');

/** Loads the tracer with the first sampled invocation: it is 120 KB, and most functions are never traced. */
export function newTrace(load: () => Promise<Tracer>): Trace {
  let loaded: Promise<Tracer> | null = null;
  return async (work) => {
    if (!isSampled()) return work();
    loaded ??= load();
    const tracer = await loaded.catch(() => null); // without a trace is better than not at all
    return tracer ? traced(tracer, work) : work();
  };
}

async function traced<Result>(tracer: Tracer, work: () => Promise<Result>): Promise<Result> {
  const close = open(tracer);
  try {
    return await work();
  } finally {
    close();
  }
}

/** Opens a subsegment for the handler; the error of one that fails is in the log, told without what it carries. */
function open(tracer: Tracer): () => void {
  try {
    const parent = tracer.getSegment();
    const segment = parent?.addNewSubsegment('## handler');
    if (!parent || !segment) return () => {};
    tracer.setSegment(segment);
    tracer.annotateColdStart();
    tracer.addServiceNameAnnotation();
    return () => {
      segment.close();
      tracer.setSegment(parent);
    };
  } catch {
    return () => {}; // no segment to stand in
  }
}
