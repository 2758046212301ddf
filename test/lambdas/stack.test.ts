import { SourceMap } from 'node:module';
import { nameSources, type ReadMap } from '../../lambdas/stack';

/** Line 1, column 11 of the bundle is line 5, column 3 of engine/flush.ts. */
const map = new SourceMap({
  version: 3,
  file: 'flush.mjs',
  sources: ['../../engine/flush.ts'],
  sourcesContent: [],
  names: [],
  mappings: 'UAIE',
  sourceRoot: '',
});
const read: ReadMap = (file) => (file === 'file:///var/task/flush.mjs' ? map : null);

/** An error whose stack has one frame, as a bundle gives it. */
function errorAt(place: string, cause?: Error): Error {
  const error = new Error('boom', { cause });
  error.stack = `Error: boom\n    at a (${place})`;
  return error;
}

test('a stack names our sources, and so do those of its causes', () => {
  // Prepare
  const cause = errorAt('file:///var/task/flush.mjs:1:11');
  const error = errorAt('file:///var/task/flush.mjs:1:11', cause);

  // Act
  nameSources(error, read);

  // Assess
  expect(error.stack).toBe('Error: boom\n    at a (engine/flush.ts:5:3)');
  expect(cause.stack).toBe(error.stack);
});

test.each([
  ['without a map', 'file:///var/task/other.mjs:1:11'],
  ['before the first place that the map knows', 'file:///var/task/flush.mjs:1:2'],
  ['of Node', 'node:internal/process/task_queues:105:5'],
])('a frame %s stays as it is', (_what, place) => {
  // Prepare
  const error = errorAt(place);

  // Act
  nameSources(error, read);

  // Assess
  expect(error.stack).toContain(place);
});

test('what is no error, and an error that is its own cause, do no harm', () => {
  // Prepare
  const round = errorAt('file:///var/task/flush.mjs:1:11');
  round.cause = round;

  // Act
  for (const thrown of ['text', null, round]) nameSources(thrown, read);

  // Assess
  expect(round.stack).toContain('engine/flush.ts:5:3');
});
