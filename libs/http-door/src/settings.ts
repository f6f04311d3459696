import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { DoorRates } from './doorkeeper.js';

/** A list by commas; it may be empty. */
export const addressesOrNetworks = z
  .string()
  .refine(
    (list) =>
      list === '' ||
      list.split(',').every((one) => ipaddr.isValid(one.trim()) || ipaddr.isValidCIDR(one.trim())),
    'must be addresses or networks by commas, e.g. 10.0.0.7,10.1.0.0/16',
  );

/** The settings of any service of Daybook's; a service adds its own. */
export const serviceSettings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/ }),
  TOKEN_JWKS_FILE: z.string().min(1),
  TRUSTED_PROXIES: addressesOrNetworks.default(''),
  RATE_LIMIT_SECONDS: wholeNumber(1, 3_600).default(10),
  RATE_LIMIT_REQUESTS: wholeNumber(0).default(100_000),
  RATE_LIMIT_REFUSED_TOKENS: wholeNumber(0).default(100),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export function portSetting(usual: number) {
  return wholeNumber(0, 65_535).default(usual);
}

// Digits only: Number('') is 0, so an empty variable would open a port that nobody knows, or lift a limit.
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  const digits = z.string().regex(/^\d+$/, 'must be a whole number');
  return digits.transform(Number).pipe(z.int().min(least).max(most));
}

/** What the limits of a service's doors are, by its settings. */
export function doorRates(settings: z.infer<typeof serviceSettings>): DoorRates {
  return {
    requests: settings.RATE_LIMIT_REQUESTS,
    refusedTokens: settings.RATE_LIMIT_REFUSED_TOKENS,
    windowSeconds: settings.RATE_LIMIT_SECONDS,
  };
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
