import { z } from 'zod';
import { logPositionSchema } from '../log-position.js';
import { cloudEvent } from './cloud-event.js';

export const LOG_CHECKPOINT_V1 = 'daybook.log-checkpoint.v1';

/** What a checkpoint says: at this time the log ended at this position, with this chain over all leaves up to it. */
export const checkpointV1Schema = z.object({
  ...logPositionSchema.shape,
  chain: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('chain(n) = SHA-256(chain(n-1) || leaf(n)), from 32 zero bytes'),
  time: z.iso.datetime(),
});

export type CheckpointV1 = z.infer<typeof checkpointV1Schema>;

/** A checkpoint to read, and in `checkpoint` the same, signed: a compact JWS. Only what is signed proves anything. */
export const signedCheckpointV1Schema = checkpointV1Schema.extend({
  checkpoint: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
});

export type SignedCheckpointV1 = z.infer<typeof signedCheckpointV1Schema>;

export const logCheckpointMessageV1Schema = cloudEvent(LOG_CHECKPOINT_V1, signedCheckpointV1Schema);
