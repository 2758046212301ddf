import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { channels } from '../../channels';
import { routesFor } from '../../core/routing/match';
import { compile } from '../../engine/configuration/compile';
import { buildIntervals, buildRules } from '../../engine/configuration/muting';
import { buildRoute } from '../../engine/configuration/route';
import { RoutingFile } from '../../formats/alertmanager/routing';
import { readYaml } from '../../formats/yaml/source';
import { validate } from '../../formats/yaml/validate';
import { buildAmtool, checkConfig, moduleFolder, receiversOf, VERSION } from './amtool';
import { CASES, CONFIGURATIONS, OURS } from './cases';
import { exportOf } from './exported';

const Recorded = z.strictObject({
  version: z.literal(VERSION),
  routes: z.array(
    z.strictObject({
      configuration: z.string(),
      labels: z.record(z.string(), z.string()),
      receivers: z.array(z.string()),
    }),
  ),
  accepted: z.array(z.string()),
});
const recorded = Recorded.parse(JSON.parse(readFileSync(join(__dirname, 'recorded.json'), 'utf8')));

const routeOf = (text: string) => compile([{ name: 'routing.yml', text }], channels).configuration.route;
const roots = Object.fromEntries(Object.entries(CONFIGURATIONS).map(([name, text]) => [name, routeOf(text)]));

test('every case was recorded', () => {
  const asked = recorded.routes.map(({ configuration, labels }) => ({ configuration, labels }));
  expect(asked).toEqual(CASES);
});

test.each(recorded.routes)(
  '$configuration, $labels: $receivers, as amtool says',
  ({ configuration, labels, receivers }) => {
    const root = roots[configuration];
    expect(root && routesFor(root, labels).map(({ receiver }) => receiver)).toEqual(receivers);
  },
);

test('what is exported is what amtool accepted', () => {
  expect(exportOf(OURS).split('\n')).toEqual(recorded.accepted);
});

test('what is exported routes, mutes and inhibits alike', () => {
  // Act
  const [own, elsewhere] = [OURS, exportOf(OURS)].map((text) => {
    const read = validate(RoutingFile, readYaml('routing.yml', text));
    return read.ok ? [buildRoute(read.data.route), buildIntervals(read.data), buildRules(read.data)] : read.faults;
  });

  // Assess
  expect(elsewhere).toEqual(own);
  expect(own).toContainEqual(routeOf(OURS));
});

// A module that is there, and no network: elsewhere the recorded answers stand alone.
(moduleFolder() === null ? describe.skip : describe)('the amtool of this machine', () => {
  let amtool = '';
  beforeAll(() => {
    amtool = buildAmtool();
  }, 300_000);

  test('accepts what is exported', () => {
    expect(checkConfig(amtool, exportOf(OURS))).toContain('SUCCESS');
  });

  test.each(recorded.routes.filter((_, at) => at % 7 === 0))('says so still: $labels', (recordedCase) => {
    const { configuration, labels, receivers } = recordedCase;
    expect(receiversOf(amtool, CONFIGURATIONS[configuration] ?? '', labels)).toEqual(receivers);
  });
});
