import { cliReferenceFiles } from './cli-reference.js';
import { readDescribed } from './described-file.js';

it('is what the commands say of themselves: else run `npm run cli-reference`', async () => {
  const [file] = await cliReferenceFiles();
  expect(readDescribed(file!)).toBe(file!.text);
  expect(file!.text).toContain('## daybook dead-letters replay\n');
});
