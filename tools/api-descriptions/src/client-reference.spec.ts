import { clientReferenceFiles } from './client-reference.js';
import { readDescribed } from './described-file.js';

it('is what the sources of the client say: else run `npm run client-reference`', async () => {
  const files = await clientReferenceFiles();
  expect(files.map(({ path }) => path)).toStrictEqual([
    'docs/reference/client/index.md',
    'docs/reference/client/spool.md',
  ]);
  for (const file of files) expect(readDescribed(file)).toBe(file.text);
}, 120_000);
