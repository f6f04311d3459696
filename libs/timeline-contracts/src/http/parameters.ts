import { z } from 'zod';

/** A whole number in a query, `usual` where it is not given: decimal digits only, since Number() also reads `0x10`, `1e2` and a blank. */
export function wholeNumberParameter(least: number, most: number, usual: number) {
  const error = `must be a whole number from ${least} to ${most}, in decimal digits`;
  const shown = {
    type: 'integer',
    minimum: least,
    maximum: most,
    default: usual,
    pattern: undefined,
  } as const;
  return z
    .string({ error })
    .regex(/^\d{1,15}$/, { error, abort: true })
    .meta(shown)
    .transform(Number)
    .pipe(z.int().min(least, error).max(most, error))
    .default(usual);
}

/** An entry id in a path or query; upper case is lowered, as ids are stored. */
export const entryIdParameter = z
  .uuidv7({ error: 'must be a UUIDv7, e.g. 0190163d-8694-739b-aea5-966c26f8ad91' })
  .toLowerCase();
