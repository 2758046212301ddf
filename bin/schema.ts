import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channels } from '../channels';
import { routingJsonSchema } from '../engine/configuration/schema';

/** Writes the JSON Schemas that editors complete YAML files with: `npx tsx bin/schema.ts`. */
const file = join(import.meta.dirname, '..', 'docs', 'schema', 'routing.json');
writeFileSync(file, `${JSON.stringify(routingJsonSchema(channels), null, 2)}\n`);
