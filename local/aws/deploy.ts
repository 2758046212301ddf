import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Child, startChild } from '../process/child';
import { ACCOUNT, cdkEnvironment, REGION } from './environment';
import type { Deployment } from './snapshot';

export type Cdk = {
  readonly root: string;
  /** Folder for the assembly, caches and logs. */
  readonly home: string;
  /** Called with each process started, so that whoever stops the run can end it. */
  readonly track: (child: Child) => void;
};

/** A step of the CDK failed; the message ends with what it said last. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}

/** What the deployment is made of; the team's folder is added by whoever asks. */
const SOURCES = [
  'adapters',
  'bin',
  'channels',
  'config',
  'core',
  'dashboards',
  'engine',
  'formats',
  'lambdas',
  'lib',
  'local/aws',
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Changes when a deployment would. */
export function stateOfSources(root: string, folder: string): string {
  const hash = createHash('sha256');
  for (const path of [...SOURCES.map((source) => join(root, source)), folder]) {
    for (const file of filesOf(path)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(path: string): readonly string[] {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return [];
  if (entry.isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

const Synthesised = z.object({ state: z.string(), notes: z.array(z.string()) });

const assembly = ({ home }: Cdk) => join(home, 'cdk.out');

/**
 * Writes the templates, unless those of the same sources are there.
 * @returns lines for the terminal: warnings, and what is left out on the embedded AWS
 */
export async function synthesise(cdk: Cdk, folder: string, state: string): Promise<readonly string[]> {
  const record = join(cdk.home, 'synthesised.json');
  const before = Synthesised.safeParse(existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : null);
  if (before.success && before.data.state === state) return before.data.notes;
  rmSync(record, { force: true });
  rmSync(assembly(cdk), { recursive: true, force: true });
  const app = `${process.execPath} --import tsx bin/app.ts`;
  const context = ['--context', `config=${folder}`, '--context', 'local=true'];
  const output = await run(cdk, 'http://127.0.0.1:9', [
    'synth',
    '--quiet',
    '--app',
    app,
    '--output',
    assembly(cdk),
    ...context,
  ]);
  const notes = output.filter((line) => /^left out here: |^\S+\.ya?ml\b/.test(line));
  writeFileSync(record, JSON.stringify({ state, notes }));
  return notes;
}

/** What every account needs once before anything is deployed to it. */
export async function bootstrap(cdk: Cdk, endpoint: string): Promise<void> {
  await run(cdk, endpoint, ['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
}

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
const Topics = z.object({
  TopicCritical: z.string(),
  TopicWarning: z.string(),
  TopicInfo: z.string(),
  IntakeApi: z.string(),
});

/** Deploys all stacks of the assembly. */
export async function deploy(cdk: Cdk, endpoint: string): Promise<Deployment> {
  const file = join(cdk.home, 'outputs.json');
  await run(cdk, endpoint, [
    'deploy',
    '--all',
    '--app',
    assembly(cdk),
    '--require-approval',
    'never',
    '--progress',
    'events',
    '--outputs-file',
    file,
  ]);
  const stacks = Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  const found = Object.values(stacks)
    .map((outputs) => Topics.safeParse(outputs))
    .find(({ success }) => success);
  if (!found?.success) throw new DeployError('no stack names its topics in its outputs');
  const { TopicCritical, TopicWarning, TopicInfo, IntakeApi } = found.data;
  return { topics: { critical: TopicCritical, warning: TopicWarning, info: TopicInfo }, intakeApi: IntakeApi };
}

/** Runs the pinned CLI. @returns the lines it printed */
async function run(cdk: Cdk, endpoint: string, args: readonly string[]): Promise<readonly string[]> {
  mkdirSync(join(cdk.home, 'cdk-tmp'), { recursive: true });
  const log = join(cdk.home, `cdk-${args[0]}.log`);
  rmSync(log, { force: true });
  const child = startChild({
    command: process.execPath,
    args: [join(cdk.root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, ...QUIET],
    env: cdkEnvironment(endpoint, cdk.home),
    cwd: cdk.root,
    log,
  });
  cdk.track(child);
  const status = await child.exited;
  const lines = readFileSync(log, 'utf8').split('\n');
  if (status === 0) return lines;
  const last = lines.filter((line) => line.trim() !== '').slice(-LAST_LINES);
  throw new DeployError(
    `"cdk ${args[0]}" failed (${status}):\n${last.map((line) => `  ${line}`).join('\n')}\nAll of it: ${log}`,
  );
}

const QUIET = ['--no-notices', '--no-version-reporting', '--no-color'];
const LAST_LINES = 15;
