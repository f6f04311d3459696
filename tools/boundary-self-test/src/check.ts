// Proves that the lint of module boundaries is awake: @nx/enforce-module-boundaries says nothing at all when there is no
// project graph or when a tag is misspelt, which looks the same as a clean workspace.
import { resolve } from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { cases, type Case } from './cases.js';

const workspace = resolve(import.meta.dirname, '../../..');

/** Undefined when the lint says what it must. */
async function complaintAbout(eslint: ESLint, { file, imported, rule }: Case): Promise<string | undefined> {
  const code = `import * as forbidden from '${imported}';\n\nexport const kept = forbidden;\n`;
  const [result] = await eslint.lintText(code, { filePath: resolve(workspace, file) });
  const reported = result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [
    'nothing: the file is ignored',
  ];
  const expected = rule === undefined ? [] : [rule];
  if (reported.length === expected.length && reported.every((each, index) => each === expected[index]))
    return undefined;
  return `${imported} in ${file}: expected ${rule ?? 'no report'}, got ${reported.join(', ') || 'no report'}`;
}

await createProjectGraphAsync({ exitOnError: true });
const eslint = new ESLint({ cwd: workspace });
const complaints: string[] = [];
for (const each of cases) {
  const complaint = await complaintAbout(eslint, each);
  if (complaint !== undefined) complaints.push(complaint);
}
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.stdout.write(
  `${cases.length - complaints.length} of ${cases.length} imports were judged as they must be.\n`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;
