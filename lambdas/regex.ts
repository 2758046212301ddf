import { RegexEngineMissing } from '../core/routing/regex';

const loadEngine = (): Promise<unknown> => import('../core/routing/re2');

/**
 * Does the work. Where it meets the first expression that needs the large engine (147 KB that most teams never use), the
 * engine is loaded and the work done again from its beginning: it must bear that, as it must bear a doubled message.
 */
export async function withRegexEngine<Result>(
  work: () => Promise<Result>,
  load: () => Promise<unknown> = loadEngine,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegexEngineMissing)) throw error;
    await load();
    return work();
  }
}
