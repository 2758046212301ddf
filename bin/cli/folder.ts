import { relative } from 'node:path';
import { channels } from '../../channels/index';
import { compile } from '../../engine/configuration/compile';
import type { Configuration } from '../../engine/configuration/configuration';
import { ConfigError } from '../../formats/yaml/config-error';
import { configFolder, readFolder } from './files';
import { type Io, Problem } from './io';

/**
 * The configuration of the folder that `--config` names.
 * @throws {Problem} with every fault
 */
export function readConfiguration(io: Io, named: string | undefined): Configuration {
  const folder = configFolder(io, named);
  try {
    return compile(readFolder(folder, named ?? (relative(io.cwd, folder) || '.')), channels).configuration;
  } catch (error) {
    throw error instanceof ConfigError ? new Problem(error.message) : error;
  }
}
