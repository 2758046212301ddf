/**
 * `npm run bench:engine`: decisions and storms, against Alertmanager's own code on the same machine where Go is present,
 * else against figures that were recorded on another. A goal that is missed is told; it is no failure.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { DECISIONS, type Decisions, ourDecisions } from './engine/decisions';
import { buildPeer, peerDecisions, VERSION } from './engine/peer';
import { RECORDED_DECISIONS, RECORDED_ON, RECORDED_STORMS } from './engine/recorded';
import { alertmanager, STORMS, type StormFigures, storm, tocsin } from './engine/storm';
import { type Goal, goal } from './goal';

const HELP = `npm run bench:engine [-- OPTIONS]: decisions and storms, against Alertmanager ${VERSION}

  --only WHAT  decisions, or storms
  --json       the figures as JSON; progress goes to standard error in any case
  --help       this`;

const progress = (line: string): void => console.error(line);
type StormPair = { readonly ours: StormFigures; readonly theirs: StormFigures };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(HELP);
  if (values.only !== undefined && !['decisions', 'storms'].includes(values.only))
    throw new Error(`--only ${values.only}: write decisions or storms`);
  const built = buildPeer(progress);
  const peer = 'why' in built ? null : built;
  const against =
    'why' in built ? `recorded figures (${RECORDED_ON}), for ${built.why}` : `Alertmanager ${VERSION}, in the same run`;
  const decisions: { ours: Decisions; theirs: Decisions } = { ours: {}, theirs: {} };
  if (values.only !== 'storms') {
    progress('decisions …');
    decisions.ours = ourDecisions(Date.now());
    decisions.theirs = peer ? peerDecisions(peer) : RECORDED_DECISIONS;
  }
  const storms: Record<string, StormPair> = {};
  for (const one of values.only === 'decisions' ? [] : STORMS) {
    progress(`${one.name} …`);
    const theirs = peer ? await storm(alertmanager(peer.program), one) : RECORDED_STORMS[one.name];
    const ours = await storm(tocsin, one);
    if (theirs) storms[one.name] = { ours, theirs };
  }
  const goals = [
    ...decisionGoals(decisions),
    ...Object.entries(storms).flatMap(([name, pair]) => stormGoals(name, pair)),
  ];
  const about = { date: new Date().toISOString(), machine: machineText(), against };
  console.log(
    values.json
      ? JSON.stringify({ ...about, decisions, storms, goals }, null, 2)
      : reportText(about, decisions, storms, goals),
  );
}

const ATMOST: Readonly<Record<string, number>> = {
  [DECISIONS.small]: 2,
  [DECISIONS.wide]: 0.5,
  [DECISIONS.silencedFirst]: 0.5,
  [DECISIONS.unsilencedFirst]: 0.5,
};

const decisionGoals = ({ ours, theirs }: { ours: Decisions; theirs: Decisions }): readonly Goal[] =>
  Object.entries(ATMOST).flatMap(([name, atMost]) => {
    const [our, their] = [ours[name], theirs[name]];
    return our === undefined || their === undefined ? [] : [goal(`${name}, times Alertmanager's`, our / their, atMost)];
  });

const stormGoals = (name: string, { ours, theirs }: StormPair): readonly Goal[] =>
  [
    goal(`${name}: wall time, times Alertmanager's`, ours.wallS / theirs.wallS, 1),
    goal(`${name}: processor time, times Alertmanager's`, ours.cpuS / theirs.cpuS, 1.5),
    goal(`${name}: memory, times Alertmanager's`, ours.memoryMB / theirs.memoryMB, 1),
  ].filter(({ measured }) => !Number.isNaN(measured));

function reportText(
  { date, machine, against }: { date: string; machine: string; against: string },
  { ours, theirs }: { ours: Decisions; theirs: Decisions },
  storms: Readonly<Record<string, StormPair>>,
  goals: readonly Goal[],
): string {
  const decisions = Object.entries(ours).map(([name, ns]) => {
    const their = theirs[name];
    const beside = their === undefined ? '' : `${timeText(their).padStart(10)}  ${(ns / their).toFixed(2)}`;
    return `  ${name.padEnd(76)} ${timeText(ns).padStart(10)} ${beside}`;
  });
  const figures = ({ wallS, cpuS, memoryMB }: StormFigures): string =>
    `${wallS.toFixed(1)} s, ${cpuS.toFixed(1)} s of processor, ${memoryMB.toFixed(0)} MB`;
  return [
    `${date}, ${machine}`,
    `against ${against}`,
    ...(decisions.length > 0 ? ['', 'A decision: ours, Alertmanager’s, ratio', ...decisions] : []),
    ...Object.entries(storms).flatMap(([name, pair]) => [
      '',
      name,
      `  ours            ${figures(pair.ours)}`,
      `  Alertmanager’s  ${figures(pair.theirs)}`,
    ]),
    '',
    ...goals.map(
      ({ what, measured, atMost, met }) =>
        `${met ? 'met   ' : 'MISSED'}  ${what}: ${measured.toFixed(2)}, goal at most ${atMost}`,
    ),
  ].join('\n');
}

const timeText = (ns: number): string => (ns < 1_000 ? `${ns.toFixed(0)} ns` : `${(ns / 1_000).toFixed(1)} µs`);

function machineText(): string {
  const cores = cpus();
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
