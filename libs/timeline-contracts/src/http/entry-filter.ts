import { DomainError, parseTimestamp, searchWords } from '@daybook/timeline-domain';
import { z } from 'zod';

const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 500;
const MAX_WORDS = 20;

/** A parameter that may be repeated: any of its values. */
export function anyOfParameter(description: string) {
  const value = z.string().min(1, 'must not be empty').max(MAX_VALUE_LENGTH);
  return z
    .preprocess((sent) => [sent ?? []].flat(), z.array(value).max(MAX_VALUES).readonly())
    .default([])
    .meta({ type: 'array', items: { type: 'string' }, readOnly: undefined, description });
}

/** An instant as UTC milliseconds. */
export const instantText = z.string({ error: 'must be given once' }).transform((text, context) => {
  try {
    // A plus sign that was not encoded comes as a blank.
    return parseTimestamp(text.replace(/(T[\d:.,]+) (\d{2}:?\d{2})$/, '$1+$2'));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time, e.g. 2026-03-01T09:30:00Z' });
    return z.NEVER;
  }
});

export function instantParameter(description: string) {
  return instantText.optional().meta({ type: 'string', format: 'date-time', description });
}

/** What a reader looks for, as folded words: each must be there, whole or as the beginning of a longer one. */
export const textParameter = z
  .string({ error: 'must be given once' })
  .max(1_000)
  .transform((text, context) => {
    const words = searchWords(text);
    if (words.length > 0 && words.length <= MAX_WORDS) return words;
    const message = words.length === 0 ? 'holds no word' : `holds more than ${MAX_WORDS} words`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .optional()
  .meta({
    type: 'string',
    description:
      'all of these words, or beginnings of words, whatever their case and accents, in the summary and the texts of the details',
  });

/** `true` or `false`. */
export function flagParameter(description: string) {
  return z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ type: 'boolean', enum: undefined, default: false, description });
}

export function zoneParameter(description: string) {
  return z
    .string({ error: 'must be given once' })
    .refine(isTimeZone, 'must be an IANA time zone, e.g. Asia/Tokyo')
    .optional()
    .describe(`an IANA time zone: ${description}`);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** Which entries a reader wants; an empty list, and what is not given, leaves out none. */
export const entryFilterSchema = z.object({
  type: anyOfParameter('entries of any of these types'),
  agent: anyOfParameter('by any of these agents, by id'),
  channel: anyOfParameter('through any of these channels, by id'),
  service: anyOfParameter('about any of these services, by id'),
  team: anyOfParameter('of any of these teams, by id'),
  since: instantParameter('that happened at this instant or later'),
  until: instantParameter('that happened before this instant'),
  text: textParameter,
});

export type EntryFilter = z.output<typeof entryFilterSchema>;
