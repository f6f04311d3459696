import { asyncApiFiles } from './asyncapi.js';
import { writeDescribed } from './described-file.js';
import { openApiFiles } from './openapi.js';

const files = process.argv[2] === 'openapi' ? await openApiFiles() : await asyncApiFiles();
for (const file of files) {
  writeDescribed(file);
  process.stdout.write(`${file.path} is written.\n`);
}
