import * as z from 'zod';
import type { Channel } from '../../channels/channel';
import { routingFile } from '../../formats/alertmanager/routing';
import { OncallFile } from '../../formats/oncall/oncall';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNever = (schema: unknown): boolean => JSON.stringify(schema) === '{"not":{}}';

/** A key that a schema has only to refuse it in better words is no proposal for an editor. */
function withoutRefused(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRefused);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => !isNever(child));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutRefused(child)]));
}

/**
 * The JSON Schema of `routing.yml`, with each channel's own entries, for editors: it knows shapes and words; rules that
 * tie one part to another are for `tocsin check`.
 */
export function routingJsonSchema(channels: readonly Channel[]): object {
  const entries = Object.fromEntries(
    channels.flatMap(({ configKey, alsoUnder = [], config }) =>
      [configKey, ...alsoUnder].map((key) => [key, z.lazy(() => config)] as const),
    ),
  );
  return jsonSchema('routing.yml', routingFile(entries));
}

/** The JSON Schema of `oncall.yml`. */
export const oncallJsonSchema = (): object => jsonSchema('oncall.yml', OncallFile);

function jsonSchema(title: string, file: z.ZodType): object {
  const schema = z.toJSONSchema(file, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // JSON Schema has no flags: a pattern that ignores case would refuse what is right.
      const { patterns = new Set() } = zodSchema._zod.bag as { readonly patterns?: ReadonlySet<RegExp> };
      if ([...patterns].some(({ flags }) => flags.includes('i'))) delete jsonSchema.pattern;
    },
  });
  return { title, ...(withoutRefused(schema) as object) };
}
