import { SHARD_COUNT } from '@daybook/timeline-domain';
import { z } from 'zod';
import { logPositionSchema } from '../log-position.js';
import { cloudEvent } from './cloud-event.js';

export const LOG_HEAD_V1 = 'daybook.log-head.v1';

/**
 * What the relay has handed over so far: everything up to `position`, and the last position of each shard among it.
 * A shard that has applied its last one has everything up to `position`, and a shard that hasn't knows of its hole.
 */
export const logHeadV1Schema = z.object({
  ...logPositionSchema.shape,
  shardLast: z.array(z.int().min(0)).length(SHARD_COUNT),
});

export type LogHeadDataV1 = z.infer<typeof logHeadV1Schema>;

export const logHeadMessageV1Schema = cloudEvent(LOG_HEAD_V1, logHeadV1Schema);
