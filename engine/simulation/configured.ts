import { channels } from '../../channels';
import { compile } from '../configuration/compile';
import type { Configuration } from '../configuration/configuration';
import type { Routing } from './routing';

/** A world's configuration, compiled as a team's folder is. */
export function configured({ oncall, ...routing }: Routing): Configuration {
  const files = [{ name: 'routing.yml', value: routing }, ...(oncall ? [{ name: 'oncall.yml', value: oncall }] : [])];
  return compile(files, channels, { isRehearsal: true }).configuration;
}
