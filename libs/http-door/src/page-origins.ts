import { DEGRADED_HEADER, LAG_HEADER, MODE_HEADER, WATERMARK_HEADER } from '@daybook/timeline-contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';

/** What a page may read of an answer beside the headers that any page may. */
const EXPOSED_HEADERS = [
  ...['Allow', 'Content-Disposition', 'Location', 'Retry-After', 'WWW-Authenticate'],
  ...['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
  ...[MODE_HEADER, WATERMARK_HEADER, LAG_HEADER, DEGRADED_HEADER],
];
/** Browsers ask again after this time; Chromium's longest. */
const PREFLIGHT_SECONDS = 7_200;

/** The path of the route by which preflights are let in, whatever they ask for. */
export const PREFLIGHT_ROUTE = '*';

/** A list by commas; it may be empty. */
export const originsSetting = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  )
  .refine(
    (origins) => origins.every(isOrigin),
    'must be origins by commas, e.g. https://daybook.example.com',
  );

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

/**
 * Lets pages of these origins ask this service (CORS). Anybody else's page is answered as a client that is no browser
 * is, and its browser keeps the answer from it. Preflights carry no token and cost none.
 */
export function letPagesIn(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const known = new Set(origins);
  app.enableCors({
    origin: (origin: string | undefined, tell: (error: null, allowed: string | false) => void) =>
      tell(null, origin !== undefined && known.has(origin) ? origin : false),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
  });
}
