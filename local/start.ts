import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { givenEndpoint } from './aws/environment';
import { type DetachedMessage, startDetached } from './detach';
import { readLocalFile, removeLocalFile, writeLocalFile } from './local-file';
import { releaseLock, takeLock } from './lock';
import { PATHS, ROOT } from './paths';
import { PORTS } from './ports';
import { makeRun } from './run';
import { addresses, whatNext } from './scenario/closing';
import { makeTimeline } from './scenario/timeline';
import { entryLine, hasColour } from './terminal';

const HELP = `npm start [-- OPTIONS]: all of Tocsin on this machine, an alarm going off, no AWS account

  --detach        return when it is ready, leave it running; "npm stop" ends it
  --config DIR    another configuration folder than config/mykadoo
  --no-scenario   start everything, break nothing
  --help          this`;

const PARENT_POLL_MS = 1_000;

type Options = { readonly configuration: string; readonly scenario: boolean; readonly daemon: boolean };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      detach: { type: 'boolean', default: false },
      config: { type: 'string', default: 'config/mykadoo' },
      'no-scenario': { type: 'boolean', default: false },
      daemon: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  givenEndpoint(process.env); // before anything is started
  if (values.detach) return startDetached(process.argv.slice(2).filter((word) => word !== '--detach'));
  await up({
    configuration: resolve(ROOT, values.config),
    scenario: !values['no-scenario'],
    daemon: values.daemon,
  });
}

/** Starts everything and stays until told to end. */
async function up({ configuration, scenario, daemon }: Options): Promise<void> {
  const owner = takeLock(PATHS.lock);
  if (owner !== null) return alreadyRuns(owner);
  const colour = hasColour(process.stdout);
  const print = (line: string) => {
    console.log(line);
    tell({ line });
  };
  const timeline = makeTimeline();
  timeline.onEntry((entry) => print(entryLine(entry, colour)));

  const run = makeRun({
    root: ROOT,
    home: PATHS.aws,
    venv: PATHS.venv,
    configuration,
    ports: PORTS,
    endpoint: givenEndpoint(process.env),
    timeline,
    onCrash: () => {
      timeline.add('trouble', `the embedded AWS ended unexpectedly; its log is ${join(PATHS.aws, 'aws.log')}`);
      void down(1);
    },
  });

  let ending = false;
  async function down(code: number): Promise<void> {
    if (ending) return;
    ending = true;
    removeLocalFile(PATHS.local);
    await run.stop();
    releaseLock(PATHS.lock);
    process.exit(code);
  }
  stopOnSignals(() => {
    print('stopping …');
    return down(0);
  });
  if (!daemon) stopWithParent(() => down(0));
  else process.once('disconnect', () => !ready && down(1));

  let ready = false;
  try {
    removeLocalFile(PATHS.local);
    print(`Tocsin on this machine. Ctrl-C ends it.\n`);
    const { local, story } = await run.start();
    if (scenario) await story?.play();
    writeLocalFile(PATHS.local, local);
    ready = true;
    print(whatNext(local, { colour, daemon }));
    tell({ ready });
  } catch (error) {
    if (ending) return;
    console.error(`\n${error instanceof Error ? error.message : error}`);
    tell({ line: error instanceof Error ? error.message : String(error) });
    await down(1);
  }
}

/** To the process that started this one detached, as long as it listens. */
function tell(message: DetachedMessage): void {
  if (process.connected) process.send?.(message);
}

function alreadyRuns(pid: number): void {
  const local = readLocalFile(PATHS.local);
  console.log(`It runs already (process ${pid}); "npm stop" ends it.`);
  if (local) console.log(addresses(local));
  else {
    console.log('It is still starting.');
    process.exitCode = 1;
  }
}

/** The first one ends in order; another while that lasts changes nothing, for it lasts seconds. */
function stopOnSignals(stop: () => Promise<void>): void {
  let told = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!told) void stop();
      told = true;
    });
  }
}

/** When npm was killed outright, nobody would end us. */
function stopWithParent(stop: () => Promise<void>): void {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid !== parent) void stop();
  }, PARENT_POLL_MS);
  poll.unref();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
