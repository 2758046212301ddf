import { RegexEngineMissing } from '../../core/routing/regex';
import { withRegexEngine } from '../../lambdas/regex';

/** Work that meets such an expression until the engine is there. */
function meeting() {
  let isLoaded = false;
  const tries: boolean[] = [];
  return {
    tries,
    work: async () => {
      tries.push(isLoaded);
      if (!isLoaded) throw new RegexEngineMissing('none');
      return 'answered';
    },
    load: async () => {
      isLoaded = true;
    },
  };
}

test('work that meets an expression for the large engine is done again with it', async () => {
  // Prepare
  const { work, load, tries } = meeting();

  // Act
  const answer = await withRegexEngine(work, load);

  // Assess
  expect(answer).toBe('answered');
  expect(tries).toEqual([false, true]);
});

test('work that needs no engine loads none, and its other errors are its own', async () => {
  // Prepare
  const load = () => Promise.reject(new Error('loaded'));

  // Act and assess
  await expect(withRegexEngine(async () => 'answered', load)).resolves.toBe('answered');
  await expect(withRegexEngine(() => Promise.reject(new Error('table')), load)).rejects.toThrow('table');
});
