import { z } from 'zod';

/** What the web page must know before it has a token. For anybody, so it holds no secret. */
export const pageConfigSchema = z.object({
  commandServiceUrl: z
    .url()
    .describe('where the page records entries and asks for what the log knows, without a slash at its end'),
});

export type PageConfig = z.infer<typeof pageConfigSchema>;
