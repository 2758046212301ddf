import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DECISIONS, type Decisions } from './decisions';
import { alertLabels, muted, silences, smallConfig, sources, unmuted, wideConfig, wideLabels } from './workload';

/** Alertmanager's own code, built here from Go's module proxy. */
export const VERSION = '0.34.2';

const SOURCE = join(import.meta.dirname, 'alertmanager');
const CACHE = join(import.meta.dirname, '..', '..', '.tocsin', `alertmanager-${VERSION}`);

export type Peer = { readonly decisions: string; readonly program: string };

/** @returns null where there is no Go, or its modules cannot be had; `why` says which */
export function buildPeer(progress: (line: string) => void): Peer | { readonly why: string } {
  if (spawnSync('go', ['version']).status !== 0) return { why: 'there is no Go on this machine' };
  const peer = { decisions: join(CACHE, 'decisions'), program: join(CACHE, 'alertmanager') };
  try {
    mkdirSync(CACHE, { recursive: true });
    if (!existsSync(peer.program)) {
      progress(`building Alertmanager ${VERSION} …`);
      buildProgram(peer.program);
    }
    execFileSync('go', ['build', '-o', peer.decisions, '.'], { cwd: SOURCE, stdio: ['ignore', 'ignore', 'pipe'] });
    return peer;
  } catch (error) {
    return { why: `Alertmanager could not be built: ${error instanceof Error ? error.message.split('\n')[0] : error}` };
  }
}

/** The module comes without its web pages, and does not build without any: in a copy an empty one will do. */
function buildProgram(program: string): void {
  const text = execFileSync('go', ['mod', 'download', '-json', `github.com/prometheus/alertmanager@v${VERSION}`], {
    cwd: SOURCE,
    encoding: 'utf8',
  });
  const { Dir: module } = JSON.parse(text) as { readonly Dir: string };
  const copy = join(CACHE, 'source');
  rmSync(copy, { recursive: true, force: true });
  cpSync(module, copy, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', copy]);
  mkdirSync(join(copy, 'ui', 'app', 'dist'), { recursive: true });
  writeFileSync(join(copy, 'ui', 'app', 'dist', 'index.html'), '');
  execFileSync('go', ['build', '-o', program, './cmd/alertmanager'], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  rmSync(copy, { recursive: true });
}

/** The same decisions on the same workload, in a process of its own. */
export function peerDecisions({ decisions }: Peer): Decisions {
  const workload = {
    small: smallConfig(),
    wide: wideConfig(),
    alerts: alertLabels(1_000, 1_000),
    wideLabels: wideLabels(),
    sources: sources(),
    muted: muted(),
    unmuted: unmuted(),
    silences: silences(),
  };
  const text = execFileSync(decisions, { input: JSON.stringify(workload), encoding: 'utf8', maxBuffer: 1 << 20 });
  const measured = JSON.parse(text) as Readonly<Partial<Record<keyof typeof DECISIONS, number>>>;
  return Object.fromEntries(
    Object.entries(DECISIONS).flatMap(([key, name]) => {
      const ns = measured[key as keyof typeof DECISIONS];
      return ns === undefined ? [] : [[name, ns] as const];
    }),
  );
}
