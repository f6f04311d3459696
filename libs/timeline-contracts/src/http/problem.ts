import { z } from 'zod';

/** RFC 9457 problem details. `code` is permanent and what clients should branch on. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  field: z.string().optional().describe('path of the value that is wrong'),
});

export type Problem = z.infer<typeof problemSchema>;

/** On every answer of a service that is degraded: the mode, as in /health/ready. */
export const MODE_HEADER = 'Daybook-Mode';
