import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../channels';
import { ingestJsonSchema } from '../engine/configuration/ingest';
import { oncallJsonSchema, routingJsonSchema } from '../engine/configuration/schema';
import { sloJsonSchema } from '../engine/configuration/slos';

/** Writes the JSON Schemas that editors complete YAML files with: `npx tsx bin/schema.ts`. */
const schemas = {
  routing: routingJsonSchema(channels),
  oncall: oncallJsonSchema(),
  ingest: ingestJsonSchema(),
  slo: sloJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas)) {
  const file = join(import.meta.dirname, '..', 'docs', 'schema', `${name}.json`);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
