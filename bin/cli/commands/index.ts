import { alerts } from './alerts';
import { check } from './check';
import type { Define } from './command';
import { config } from './config';
import { oncall } from './oncall';
import { override } from './override';
import { redrive } from './redrive';
import { replay } from './replay';
import { route } from './route';
import { send } from './send';
import { silence } from './silence';
import { slo } from './slo';

/** All commands, in the order of `--help`; a new one is a file and a line here. */
export const commands: readonly Define[] = [
  check,
  route,
  oncall,
  override,
  alerts,
  silence,
  replay,
  slo,
  send,
  redrive,
  config,
];
