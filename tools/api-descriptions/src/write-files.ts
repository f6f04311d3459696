import { asyncApiFiles } from './asyncapi.js';
import { cliReferenceFiles } from './cli-reference.js';
import { clientReferenceFiles } from './client-reference.js';
import { writeDescribed } from './described-file.js';
import { openApiFiles } from './openapi.js';

const kinds = {
  asyncapi: asyncApiFiles,
  openapi: openApiFiles,
  'client-reference': clientReferenceFiles,
  'cli-reference': cliReferenceFiles,
};

for (const file of await kinds[process.argv[2] as keyof typeof kinds]()) {
  writeDescribed(file);
  process.stdout.write(`${file.path} is written.\n`);
}
