import { z } from 'zod';

export const logPositionSchema = z.object({
  log: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  epoch: z.int().min(1),
  position: z.int().min(0),
});

/** `log:epoch:position`, e.g. `local:1:42`. */
const notAPosition = 'must be log:epoch:position, e.g. local:1:42';
export const logPositionText = z
  .string({ error: notAPosition })
  .regex(/^[a-z0-9][a-z0-9-]{0,31}:[1-9]\d{0,8}:\d{1,15}$/, notAPosition);

/** Accounts stand in routing keys and topic permissions, so they are one word without a dot. */
export const accountSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);
