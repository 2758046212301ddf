import { channels } from '../../channels';
import { compile } from '../configuration/compile';
import type { Configuration } from '../configuration/configuration';
import type { Routing } from './routing';

/** A world's configuration, compiled as a team's folder is. */
export function configured({ oncall, ingest, ...routing }: Routing): Configuration {
  const files = [
    { name: 'routing.yml', value: routing },
    ...(oncall ? [{ name: 'oncall.yml', value: oncall }] : []),
    ...(ingest ? [{ name: 'ingest.yml', value: ingest }] : []),
  ];
  return compile(files, channels, { isRehearsal: true }).configuration;
}
