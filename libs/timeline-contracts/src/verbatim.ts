import { z } from 'zod';

/**
 * Checks a value against `shape` and hands on the value itself. zod's own output is a copy that loses a `__proto__`
 * key, which in a fact is a key like any other.
 */
export function verbatim<Shape extends z.ZodType>(shape: Shape): z.ZodType<z.output<Shape>> {
  const { $schema: _draft, ...described } = z.toJSONSchema(shape, { io: 'input' });
  return z
    .unknown()
    .superRefine((value, context) => {
      const result = shape.safeParse(value);
      for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue });
    })
    .meta(described) as unknown as z.ZodType<z.output<Shape>>;
}
