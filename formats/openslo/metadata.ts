import * as z from 'zod';

/** What a document may say about itself: https://github.com/OpenSLO/OpenSLO#general-schema */
const MAX_DESCRIPTION = 1_050;
const LABEL_KEY = /^[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const ANNOTATION_KEY =
  /^(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\/)?[a-zA-Z0-9](?:[-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

/** A DNS label. */
export const Name = z
  .string()
  .regex(
    /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
    'is not a name: write at most 63 lower-case letters, digits and hyphens, like "checkout-availability"',
  );

export const Description = z
  .string()
  .max(MAX_DESCRIPTION, `is too long: at most ${MAX_DESCRIPTION} characters`)
  .optional();

export const Metadata = z.strictObject({
  name: Name,
  displayName: z.string().max(63, 'is too long: at most 63 characters').optional(),
  labels: z
    .record(
      z.string().regex(LABEL_KEY, 'is not a label: write letters, digits, ".", "-" and "_", like "team"'),
      z.union([z.string(), z.array(z.string())], 'is not a label’s value: write a text or a list of texts'),
    )
    .optional(),
  annotations: z
    .record(
      z
        .string()
        .regex(ANNOTATION_KEY, 'is not an annotation: write a name with or without a domain, like "my.org/key"'),
      z.string(),
    )
    .optional(),
});
export type Metadata = z.infer<typeof Metadata>;
