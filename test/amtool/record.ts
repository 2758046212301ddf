import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAmtool, checkConfig, receiversOf, VERSION } from './amtool';
import { CASES, CONFIGURATIONS, OURS } from './cases';
import { exportOf } from './exported';

/** Asks the real amtool and writes down its answers: `npx tsx test/amtool/record.ts`. */
const amtool = buildAmtool();
const routes = CASES.map(({ configuration, labels }) => ({
  configuration,
  labels,
  receivers: receiversOf(amtool, CONFIGURATIONS[configuration] ?? '', labels),
}));
const accepted = exportOf(OURS);
checkConfig(amtool, accepted);
const file = join(import.meta.dirname, 'recorded.json');
writeFileSync(file, `${JSON.stringify({ version: VERSION, routes, accepted: accepted.split('\n') }, null, 2)}\n`);
