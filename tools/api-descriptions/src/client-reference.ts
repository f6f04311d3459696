import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describedFile, type DescribedFile } from './described-file.js';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const typedoc = join(workspace, 'node_modules/.bin/typedoc');

const ENTRY_POINTS = ['libs/client/src/index.ts', 'libs/client/src/spool/index.ts'];
const OPTIONS = [
  ...['--plugin', 'typedoc-plugin-markdown', '--router', 'module', '--readme', 'none', '--logLevel', 'Error'],
  ...['--tsconfig', 'libs/client/tsconfig.build.json', '--parametersFormat', 'table'],
  ...['--hideBreadcrumbs', '--hidePageHeader', '--disableSources', '--excludePrivate', '--excludeInternal'],
];

/** The reference of the client library, made of what its sources say of what they export. */
export async function clientReferenceFiles(): Promise<DescribedFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'client-reference-'));
  try {
    const entryPoints = ENTRY_POINTS.flatMap((file) => ['--entryPoints', file]);
    const args = [...OPTIONS, ...entryPoints, '--out', folder];
    await promisify(execFile)(typedoc, args, { cwd: workspace });
    const pages = (await readdir(folder)).filter((name) => name !== 'README.md').sort();
    return await Promise.all(
      pages.map(async (name) =>
        describedFile(`docs/reference/client/${name}`, await readFile(join(folder, name), 'utf8')),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
