import { writeFileSync } from 'node:fs';
import { ASYNCAPI_FILE, asyncApiText } from './document-text.js';

writeFileSync(ASYNCAPI_FILE, await asyncApiText());
process.stdout.write(`${ASYNCAPI_FILE} is written.\n`);
