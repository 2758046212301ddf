import * as z from 'zod/mini';

export const Wake = z.object({
  group: z.string().check(z.minLength(1)),
  act: z.optional(
    z.object({
      id: z.string(),
      type: z.enum(['acknowledge', 'unacknowledge', 'escalate', 'resolve']),
      by: z.string(),
      from: z.string(),
    }),
  ),
});
export const Deliver = z.object({
  group: z.string().check(z.minLength(1)),
  slot: z.string().check(z.minLength(1)),
  emergency: z.optional(z.object({ key: z.string(), text: z.string(), tries: z.number() })),
});

/** A hint out of its message, or null: what is malformed never becomes right, and the sweep finds what it was about. */
export function readHint<Shape extends z.ZodMiniType>(shape: Shape, body: string): z.infer<Shape> | null {
  try {
    return shape.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
