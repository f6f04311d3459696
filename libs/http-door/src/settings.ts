import { z } from 'zod';

/** The settings of any service of Daybook's; a service adds its own. */
export const serviceSettings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/ }),
  TOKEN_JWKS_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export function portSetting(usual: number) {
  // Digits only: Number('') is 0, so an empty variable would open a port that nobody knows.
  const digits = z.string().regex(/^\d+$/, 'must be a whole number');
  return digits.transform(Number).pipe(z.int().max(65_535)).default(usual);
}

/** @throws Error that names every variable that is wrong, at once */
export function readSettings<Schema extends z.ZodType>(
  service: string,
  schema: Schema,
  environment: Record<string, string | undefined>,
): z.infer<Schema> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`${service} can't start with these settings:\n${lines.join('\n')}`);
}
