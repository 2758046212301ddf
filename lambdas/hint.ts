import * as z from 'zod';

export const Wake = z.object({ group: z.string().min(1) });
export const Deliver = z.object({ group: z.string().min(1), slot: z.string().min(1) });

/** A hint out of its message, or null: what is malformed never becomes right, and the sweep finds what it was about. */
export function readHint<Shape extends z.ZodType>(shape: Shape, body: string): z.infer<Shape> | null {
  try {
    return shape.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
