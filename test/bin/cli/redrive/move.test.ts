import { type DeadLetter, type DeadLetters, moveAll } from '../../../../bin/cli/redrive/move';

const letter = (body: string): DeadLetter => ({ receipt: `r-${body}`, body, fairGroup: undefined });

/** Dead letters in memory; each look gives one batch, an empty one too. */
function shelf(batches: readonly (readonly string[])[], refuses: readonly string[] = []) {
  const left = batches.map((bodies) => bodies.map(letter));
  const [given, forgotten]: [string[], string[]] = [[], []];
  const letters: DeadLetters = {
    take: async () => left.shift() ?? [],
    giveBack: async (taken) => {
      const accepted = taken.filter(({ body }) => !refuses.includes(body));
      given.push(...accepted.map(({ body }) => body));
      return accepted;
    },
    forget: async (done) => void forgotten.push(...done.map(({ body }) => body)),
  };
  return { letters, given, forgotten };
}

const silent = () => {};

test('what is given back is forgotten, and counted as it goes', async () => {
  // Prepare
  const { letters, given, forgotten } = shelf([['a', 'b'], ['c']]);
  const counts: number[] = [];

  // Act
  const moved = await moveAll(letters, 3, (count) => counts.push(count));

  // Assess
  expect(moved).toEqual({ moved: 3, refused: 0 });
  expect(forgotten).toEqual(given);
  expect(counts).toEqual([2, 3]);
});

test('what the queue refuses stays where it is', async () => {
  // Prepare
  const { letters, forgotten } = shelf([['a', 'b']], ['b']);

  // Act
  const moved = await moveAll(letters, 2, silent);

  // Assess
  expect(moved).toEqual({ moved: 1, refused: 1 });
  expect(forgotten).toEqual(['a']);
});

test('an empty look is not believed at once', async () => {
  // Prepare
  const { letters, given } = shelf([[], [], ['a'], [], ['b']]);

  // Act
  await moveAll(letters, 2, silent);

  // Assess
  expect(given).toEqual(['a', 'b']);
});

test('it ends when nothing is found, and with as many as were there, so that what comes back is not moved in a circle', async () => {
  // Prepare
  const gone = shelf([['a']]);
  const circling = shelf(Array.from({ length: 50 }, () => ['a']));

  // Act and assess
  await expect(moveAll(gone.letters, 10, silent)).resolves.toEqual({ moved: 1, refused: 0 });
  await expect(moveAll(circling.letters, 4, silent)).resolves.toEqual({ moved: 4, refused: 0 });
});

test('a letter that could not be given back is not forgotten', async () => {
  // Prepare
  const { letters, forgotten } = shelf([['a']]);
  const broken: DeadLetters = { ...letters, giveBack: () => Promise.reject(new Error('queue')) };

  // Act and assess
  await expect(moveAll(broken, 1, silent)).rejects.toThrow('queue');
  expect(forgotten).toEqual([]);
});
