/**
 * `npm run bench`: how long a page takes, what it asks of AWS and what a cold start reads, against the least that could
 * do something like it. Runs on an embedded AWS of its own. A goal that is missed is told; only what could not be
 * measured is a failure.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureColdStarts } from './cold-start';
import { measureLatency } from './latency';
import { countPages } from './page-calls';
import { type Report, reportText } from './print';
import { makeTheatre } from './stage';

const HELP = `npm run bench [-- OPTIONS]: latency, AWS calls and cold starts, on an embedded AWS of its own

  --pairs N    messages through Tocsin and through the minimal function, each (default 40, at least 30)
  --pages N    pages whose AWS calls are counted, each way (default 10)
  --rounds N   processes started for each function (default 15, at least 10)
  --json       the figures as JSON; progress goes to standard error in any case
  --help       this`;

const WARM_UP_PAIRS = 8;
const GB = 1024 ** 3;

const progress = (line: string): void => console.error(line);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '40' },
      pages: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const pairs = count('--pairs', values.pairs, 30);
  const pages = count('--pages', values.pages, 1);
  const rounds = count('--rounds', values.rounds, 10);

  const [load = 0] = loadavg();
  const theatre = makeTheatre();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void theatre.end().finally(() => process.exit(1)));
  try {
    const { home, configuration, publish, receiver, calls } = await theatre.start(progress);
    progress('warming up …');
    const latency = await measureLatency({ publish, receiver, pairs, warmUp: WARM_UP_PAIRS, progress });
    const counted = await countPages({ publish, receiver, calls, pages, progress });
    const coldStarts = await measureColdStarts({ home, configuration, rounds, progress });
    const about = { date: new Date().toISOString(), machine: machine(), load };
    const report: Report = { ...about, latency, pages: counted, coldStarts };
    console.log(values.json ? JSON.stringify(report, null, 2) : `\n${reportText(report)}`);
  } finally {
    await theatre.end();
  }
}

function count(option: string, value: string, atLeast: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= atLeast) return number;
  throw new Error(`${option} ${value}: write a whole number of at least ${atLeast}`);
}

function machine(): string {
  const cores = cpus();
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${(totalmem() / GB).toFixed(0)} GB, Node ${process.version}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
