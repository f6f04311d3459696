import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from './asyncapi.js';

/** Where the document is kept, for those who read it without running anything. */
export const ASYNCAPI_FILE = fileURLToPath(new URL('../../../docs/asyncapi.json', import.meta.url));

/** The document as it stands in its file. */
export async function asyncApiText(): Promise<string> {
  const style = await resolveConfig(ASYNCAPI_FILE);
  return format(JSON.stringify(asyncApiDocument()), { ...style, filepath: ASYNCAPI_FILE });
}
