/**
 * The same stacks as bin/app.ts, for the embedded AWS. One thing differs: it unpacks layers to a temporary folder and not
 * to /opt, so the functions are told where their configuration lies on this machine.
 * Context: `config`, the team's folder; `configuration`, the file to write for the functions.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { compose } from '../../bin/compose';
import { configFiles } from '../../bin/config-files';
import { channels } from '../../channels';
import { compile } from '../../engine/configuration/compile';

async function main(): Promise<void> {
  const app = new App();
  const folder: string = app.node.getContext('config');
  const baked: string = app.node.getContext('configuration');
  const files = configFiles(folder);
  const { default: services } = await import(pathToFileURL(join(folder, 'services.ts')).href);
  for (const line of compose(app, { files, services, local: true })) console.error(line);

  writeFileSync(baked, JSON.stringify(compile(files, channels).configuration));
  for (const node of app.node.findAll()) {
    if (node instanceof LambdaFunction) node.addEnvironment('TOCSIN_CONFIGURATION', baked);
  }
  app.synth();
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
