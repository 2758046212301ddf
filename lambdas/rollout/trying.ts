import { setTimeout as sleep } from 'node:timers/promises';
import type { Voice, Work } from '../wrap';
import { type Request, readRequest, respond, type Verdict } from './request';

/** What a version does to show that it works; it may be asked for by name. @returns what was seen, for people */
export type Steps = Readonly<Record<string, () => Promise<string>>>;

export type Trial = {
  /** Loaded when it is asked for: it is no part of a start. */
  readonly steps: () => Promise<Steps>;
  /** When the trial is taken back, or a later one replaces it. */
  readonly forget?: () => Promise<void>;
};

export type Around = {
  readonly respond: (request: Request, verdict: Verdict) => Promise<void>;
  readonly sleep: (ms: number) => Promise<unknown>;
};

const real: Around = { respond, sleep };

/** IAM takes seconds to know of a new permission; ingest has ten in all. */
const TRIES = 3;
const PAUSE_MS = 2_000;

/**
 * A function that also shows, when a deployment asks it to, that its version works. The deployment hears what it did
 * not: it then goes back to what ran before.
 */
export const trying =
  <Event, Result>(work: Work<Event, Result>, trial: Trial, around: Around = real): Work<Event, Result | null> =>
  async (event, voice) => {
    const request = readRequest(event);
    if (!request) return work(event, voice);
    const verdict =
      request.RequestType === 'Delete' ? await forgotten(trial, voice) : await tried(request, trial, around);
    voice.log.info('tried', { ...verdict, step: stepOf(request) });
    await around.respond(request, verdict);
    return null;
  };

const stepOf = ({ ResourceProperties }: Request): string => String(ResourceProperties?.step ?? 'try');

async function tried(request: Request, { steps }: Trial, { sleep: pause }: Around): Promise<Verdict> {
  let reason = '';
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      const step = (await steps())[stepOf(request)];
      if (!step) return { ok: false, reason: `knows no step "${stepOf(request)}"` };
      return { ok: true, reason: await step() };
    } catch (error) {
      reason = reasonOf(error);
      if (tries < TRIES) await pause(PAUSE_MS);
    }
  }
  return { ok: false, reason };
}

/** Whatever happens to it, what is taken back must not hold the deployment up. */
async function forgotten({ forget }: Trial, { report }: Voice): Promise<Verdict> {
  try {
    await forget?.();
  } catch (error) {
    report(error, {});
  }
  return { ok: true, reason: 'nothing of it is left' };
}

/** An error and what caused it, in one line. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `; ${reasonOf(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}
