/** `npm run pictures`: plays the real scenario and takes docs/inbox.png and docs/inbox-dark.png of what everyone received. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from './browser';
import { PATHS, ROOT } from './paths';
import { PORTS } from './ports';
import { RECEIVERS } from './receivers/received';
import { makeRun } from './run';
import { counts } from './scenario/story';
import { makeTimeline } from './scenario/timeline';
import { entryLine, hasColour } from './terminal';

const SIZE = { width: 1440, height: 1320 };

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'tocsin-pictures-'));
  const timeline = makeTimeline();
  timeline.onEntry((entry) => console.log(entryLine(entry, hasColour(process.stdout))));
  const run = makeRun({
    root: ROOT,
    home,
    venv: PATHS.venv,
    configuration: join(ROOT, 'config', 'mykadoo'),
    ports: PORTS,
    endpoint: null,
    timeline,
    onCrash: () => process.exit(1),
  });
  try {
    const { local, story, receivers } = await run.start();
    await story?.play();
    const before = counts(receivers);
    await story?.break(); // one that is over and one that is not
    while (RECEIVERS.some((name) => receivers.all[name].received().length <= before[name])) await sleep(100);
    await take(local.inbox);
  } finally {
    await run.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function take(address: string): Promise<void> {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'reduce' });
  await page.goto(address);
  await page.frameLocator('iframe').first().locator('h1').waitFor();
  for (const [colorScheme, name] of [
    ['light', 'inbox.png'],
    ['dark', 'inbox-dark.png'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(ROOT, 'docs', name) });
    console.log(`docs/${name}`);
  }
  await browser.close();
}

await main();
