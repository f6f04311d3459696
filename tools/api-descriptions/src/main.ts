import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// Built, since Nest describes a door by the types of its parameters, which running the sources does not keep.
const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { cwd: workspace, stdio: ['ignore', 'inherit', 'inherit'] });
run('npx', ['nx', 'run', 'api-descriptions:build', '--outputStyle=static', '--quiet']);
run(process.execPath, ['tools/api-descriptions/dist/write-files.js', ...process.argv.slice(2)]);
