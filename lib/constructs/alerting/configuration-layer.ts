import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Configuration } from '../../../engine/configuration/configuration';

/** Where the functions find what the layer brings: layers are unpacked to `/opt`. */
const FILE = 'tocsin/configuration.json';
export const CONFIGURATION_PATH = `/opt/${FILE}`;

/** The team's configuration as a layer of its own: a changed route changes no function's code. */
export function configurationLayer(scope: Construct, id: string, configuration: Configuration): LayerVersion {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`${scope.node.path} stands in no app`);
  // Beside the assembly rather than in a temporary folder: nothing is left behind when this ends.
  const folder = join(stage.assetOutdir, `configuration-${configuration.hash}`);
  const file = join(folder, FILE);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(configuration));
  return new LayerVersion(scope, id, {
    code: Code.fromAsset(folder),
    description: `Configuration ${configuration.hash}`,
  });
}
