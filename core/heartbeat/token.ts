import { createHmac } from 'node:crypto';

const DIGITS = 32;

/**
 * What stands in the address at which a heartbeat reports: 32 hex digits of an HMAC over its name. One key makes all
 * tokens; another key makes other tokens.
 * As a command: `printf %s heartbeat:NAME | openssl dgst -sha256 -hmac "$KEY" -r | cut -c1-32`
 */
export const heartbeatToken = (key: string, name: string): string =>
  createHmac('sha256', key).update(`heartbeat:${name}`).digest('hex').slice(0, DIGITS);
