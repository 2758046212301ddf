import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReady } from '../../local/aws/emulator';
import { ANY_PORTS } from '../../local/receivers/receivers';
import { makeRun, type Run } from '../../local/run';
import { makeTimeline, type Timeline } from '../../local/scenario/timeline';

const ROOT = join(__dirname, '..', '..');

let home: string;
let runs: Run[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-e2e-'));
  runs = [];
});
afterEach(async () => {
  await Promise.all(runs.map((run) => run.stop()));
  rmSync(home, { recursive: true, force: true });
}, 30_000);

function makeOne(): { readonly run: Run; readonly timeline: Timeline } {
  const timeline = makeTimeline();
  const run = makeRun({
    root: ROOT,
    home,
    venv: join(ROOT, '.tocsin', 'venv'),
    configuration: join(ROOT, 'config', 'mykadoo'),
    ports: { ...ANY_PORTS, aws: 0, inbox: 0 },
    endpoint: null,
    timeline,
    onCrash: () => {},
  });
  runs.push(run);
  return { run, timeline };
}

const said = (timeline: Timeline, start: string) =>
  new Promise<string>((resolve) => {
    timeline.onEntry(({ text }) => text.startsWith(start) && resolve(text));
  });

test('ended in the middle of a deployment nothing is left, and the next start works', async () => {
  // Prepare
  const first = makeOne();
  const starting = first.run.start();
  const outcome = starting.then(
    () => 'started',
    () => 'ended',
  );
  const embedded = said(first.timeline, 'embedded AWS on ');
  await said(first.timeline, 'deploying');
  const endpoint = /http:\S+/.exec(await embedded)?.[0] ?? '';

  // Act
  await first.run.stop();
  const { run, timeline } = makeOne();
  await run.start();

  // Assess
  expect(await outcome).toBe('ended');
  expect(await isReady(endpoint)).toBe(false);
  expect(timeline.entries().map(({ text }) => text)).toContainEqual(expect.stringMatching(/^deployed/));
}, 240_000);

test('ended before anything runs, nothing starts any more', async () => {
  const { run, timeline } = makeOne();
  const starting = run.start();

  await run.stop();

  await expect(starting).rejects.toThrow();
  expect(timeline.entries().map(({ text }) => text)).not.toContainEqual(expect.stringMatching(/^deployed/));
}, 60_000);
