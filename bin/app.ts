// The CDK app: `npx cdk deploy --all -c config=config/acme`. Synthesis needs no account and no network.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import type { Services } from '../lib';
import { compose } from './compose';
import { configFiles } from './config-files';
import { scenarioFaults } from './scenarios';

const ROOT = join(import.meta.dirname, '..');

async function servicesOf(folder: string): Promise<Services> {
  const file = join(folder, 'services.ts');
  if (!existsSync(file))
    throw new Error(`${file}: there is no such file: write "export default defineServices({ … })"`);
  const module: { default?: Services } = await import(pathToFileURL(file).href);
  if (!module.default)
    throw new Error(`${file}: exports nothing by default: write "export default defineServices({ … })"`);
  return module.default;
}

async function main(): Promise<void> {
  const app = new App();
  const folder = resolve(ROOT, app.node.tryGetContext('config') ?? 'config/mykadoo');
  const local = String(app.node.tryGetContext('local') ?? 'false') === 'true';
  const files = configFiles(folder);
  const lines = compose(app, { files, services: await servicesOf(folder), local });
  const broken = await scenarioFaults(folder, files);
  if (broken.length > 0) throw new Error(`the team's own scenarios do not hold:\n${broken.join('\n')}`);
  for (const line of lines) console.error(line);
  app.synth();
}

try {
  await main();
} catch (error) {
  // What is wrong with a configuration is for people: no stack of calls.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
