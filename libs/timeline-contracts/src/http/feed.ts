import { z } from 'zod';
import { logPositionText } from '../log-position.js';
import { recordedEntryV1Schema } from '../messages/entry-recorded.v1.js';
import { recordedEntryV2Schema } from '../messages/entry-recorded.v2.js';
import { entryIdParameter, wholeNumberParameter } from './parameters.js';

export const MAX_FEED_PAGE = 1_000;

/** GET /v1/log: the log in position order. Items have the shape of the message's data, of the version that the service writes. */
export const feedPageSchema = z.object({
  log: z.string(),
  epoch: z.int(),
  head: z.int().describe('the last position of the log at the time of reading'),
  entries: z.array(z.union([recordedEntryV2Schema, recordedEntryV1Schema])),
  next: logPositionText.describe('hand it back as ?after='),
});

export type FeedPage = z.infer<typeof feedPageSchema>;

export const feedQuerySchema = z.strictObject({
  after: z
    .union([z.string().regex(/^\d{1,15}$/), logPositionText], {
      error: 'must be a position, e.g. 42, or log:epoch:position, e.g. local:1:42',
    })
    .default('0')
    .describe('a position of this log, or log:epoch:position; the page starts behind it'),
  limit: wholeNumberParameter(1, MAX_FEED_PAGE, 500),
  account: z.string().min(1).optional().describe('only its entries; that of the token, where it is of one'),
  incident: z.string().min(1).optional().describe('only the entries of this incident of the account'),
  id: entryIdParameter.optional().describe('only the entry of this id of the account'),
});
