import { channels } from '../../channels';
import { compile } from '../configuration/compile';
import type { Configuration } from '../configuration/configuration';
import type { Routing } from './routing';

/** A world's configuration, compiled as a team's folder is. */
export const configured = (routing: Routing): Configuration =>
  compile([{ name: 'routing.yml', value: routing }], channels).configuration;
