import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../../../channels';
import { oncallJsonSchema, routingJsonSchema } from '../../../engine/configuration/schema';
import { sloJsonSchema } from '../../../engine/configuration/slos';

test.each([
  ['routing', routingJsonSchema(channels)],
  ['oncall', oncallJsonSchema()],
  ['slo', sloJsonSchema()],
])(
  'the schema of %s that editors use is the one that the code checks: else run `npx tsx bin/schema.ts`',
  (name, schema) => {
    // Prepare
    const file = join(__dirname, '..', '..', '..', 'docs', 'schema', `${name}.json`);

    // Act
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'));

    // Assess
    expect(written).toEqual(JSON.parse(JSON.stringify(schema)));
  },
);

test('a key that is known only to be refused is not proposed', () => {
  expect(JSON.stringify(routingJsonSchema(channels))).not.toContain('"not"');
});
