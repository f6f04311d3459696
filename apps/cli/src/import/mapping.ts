import { readFile } from 'node:fs/promises';
import { fieldPath } from '@daybook/timeline-contracts';
import { z } from 'zod';
import { JSON_POINTER } from './json-pointer.js';

const pointer = z
  .string()
  .regex(new RegExp(`^${JSON_POINTER}$`), 'must be a JSON Pointer that begins with /, e.g. /raw/number');
const template = z
  .string()
  .regex(
    new RegExp(`^(?:[^{}]|\\{${JSON_POINTER}\\})*\\{${JSON_POINTER}\\}(?:[^{}]|\\{${JSON_POINTER}\\})*$`),
    'must name a part of the line in braces, e.g. {/category}: {/symptom}',
  );

/** Where a value comes from: one of `from`, `template`, `constant`. */
const source = z
  .strictObject({
    from: pointer.optional().describe('a part of the source line, taken as it is'),
    template: template.optional().describe('text with parts of the source line in braces'),
    constant: z.json().optional(),
    translate: z.record(z.string(), z.json()).optional().describe('what is not in the table stays as it is'),
    default: z.json().optional().describe('where the line has nothing: no such part, null or an empty text'),
    missing: z
      .enum(['refuse', 'omit', 'skip'])
      .optional()
      .describe('without a default: refuse the line, leave the field out, or pass over the line'),
  })
  .refine(
    ({ from, template, constant }) =>
      [from, template, constant].filter((one) => one !== undefined).length === 1,
    {
      error: 'must have exactly one of from, template, constant',
    },
  );

export type Source = z.infer<typeof source>;

/** A source, or an object or list of them. */
export type MappedValue = Source | readonly MappedValue[] | { readonly [key: string]: MappedValue };

export function isSource(value: MappedValue): value is Source {
  return !Array.isArray(value) && Object.keys(source.shape).some((key) => Object.hasOwn(value, key));
}

// Not a union: its errors would tell of every shape that a value does not have.
const mappedValue: z.ZodType<MappedValue> = z.unknown().transform((value, context) => {
  const { data, error } = shapeOf(value).safeParse(value);
  if (data !== undefined) return data;
  for (const { path, message } of error!.issues) {
    context.issues.push({ code: 'custom', path, message, input: value });
  }
  return z.NEVER;
});

function shapeOf(value: unknown): z.ZodType<MappedValue> {
  if (Array.isArray(value)) return z.array(mappedValue);
  if (typeof value !== 'object' || value === null) return notASource;
  return isSource(value as MappedValue) ? source : z.record(z.string(), mappedValue);
}

const notASource = z.never({ error: 'must say where the value comes from, e.g. {"from": "/number"}' });

const mappingSchema = z
  .strictObject({
    id: mappedValue.optional(),
    incidentId: mappedValue,
    type: mappedValue,
    summary: mappedValue,
    occurredAt: mappedValue.optional(),
    agent: mappedValue.optional(),
    channel: mappedValue.optional(),
    service: mappedValue.optional(),
    teams: mappedValue.optional(),
    contexts: mappedValue.optional(),
    details: z.record(z.string(), mappedValue).optional(),
    rest: z
      .string()
      .min(1)
      .optional()
      .describe(
        'the field of details that holds the rest of the line; without it, the rest lies in details itself',
      ),
  })
  .refine(({ id, occurredAt }) => id !== undefined || occurredAt !== undefined, {
    path: ['occurredAt'],
    error: 'is needed where no id is mapped: the ids of entries are derived from it',
  });

/** How entries are made of the lines of a source: docs/how-to/import.md. */
export type Mapping = z.infer<typeof mappingSchema>;

/** @throws Error that names the file, the field and what is wrong there */
export async function readMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8');
  try {
    return parseMapping(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no mapping: ${(error as Error).message}`);
  }
}

/** @throws Error that names every wrong field */
export function parseMapping(value: unknown): Mapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => {
    const field = fieldPath(path);
    return field ? `${field}: ${message}` : message;
  });
  throw new Error(wrong.join('; '));
}
