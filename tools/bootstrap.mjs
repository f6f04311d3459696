// What the npm scripts call. Has no dependencies, so that it runs on a fresh clone: it installs the packages first if
// they are missing or differ from package-lock.json, then runs the command with TypeScript sources as they are.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const commands = {
  start: ['tools/local-stack/src/cli.ts', 'start'],
  stack: ['tools/local-stack/src/cli.ts', 'stack'],
  test: ['tools/local-stack/src/cli.ts', 'test'],
  bench: ['tools/bench/src/main.ts'],
  'bench:write': ['tools/bench/src/write/main.ts'],
  'bench:read': ['tools/bench/src/read/main.ts'],
  'bench:page': ['tools/bench/src/page/main.ts'],
  'bench:spool': ['tools/bench/src/spool/main.ts'],
  chaos: ['tools/chaos/src/main.ts'],
  asyncapi: ['tools/api-descriptions/src/main.ts', 'asyncapi'],
  openapi: ['tools/api-descriptions/src/main.ts', 'openapi'],
  'client-reference': ['tools/api-descriptions/src/main.ts', 'client-reference'],
  'cli-reference': ['tools/api-descriptions/src/main.ts', 'cli-reference'],
};

// Commands of the command line that are npm scripts as well.
const daybook = 'tools/local-stack/src/daybook.ts';
for (const name of ['import', 'token', 'routing-key', 'verify', 'projections'])
  commands[name] = [daybook, name];
commands.daybook = [daybook];

const workspace = fileURLToPath(new URL('..', import.meta.url));

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Daybook needs Node.js 20.19 or newer, but this is ${process.versions.node}: install it from https://nodejs.org.`,
  );
}

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) fail(`Say which command: node tools/bootstrap.mjs ${Object.keys(commands).join('|')}.`);
const [file, ...leading] = command;
if (!existsSync(`${workspace}${file}`)) fail(`This version of Daybook has no ${file}.`);

if (!isInstalled()) {
  process.stderr.write(
    'Installing the packages of package-lock.json (npm ci); the first time this takes a minute.\n',
  );
  const code = await runForeground('npm', ['ci', '--no-audit', '--no-fund'], { stdio: ['inherit', 2, 2] });
  if (code !== 0) fail('The packages could not be installed: see what npm ci says above.');
}

process.exit(
  await runForeground(
    process.execPath,
    // Addresses, not names: whose paths are arguments runs where its caller stands, which may be in another project.
    [
      '--conditions=@daybook/source',
      '--import',
      import.meta.resolve('tsx'),
      `${workspace}${file}`,
      ...leading,
      ...args,
    ],
    // The channel carries nothing: when this process is killed, its closing tells the command.
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], ...(file === daybook && { cwd: process.cwd() }) },
  ),
);

/** npm keeps a copy of the lock file in node_modules: every package that must be there is there in its version. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(`${workspace}package-lock.json`, 'utf8')).packages;
    const present = JSON.parse(readFileSync(`${workspace}node_modules/.package-lock.json`, 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (entry.link ? existsSync(`${workspace}${path}`) : present[path]?.version === entry.version) ||
        // Packages for another system or processor.
        ((entry.optional || entry.devOptional || entry.peer) && !present[path]),
    );
  } catch {
    return false;
  }
}

/** Runs a child to its end, passes signals on, and resolves with its exit code. */
function runForeground(program, programArgs, options) {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, { cwd: workspace, ...options });
    const passOn = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
    // npm passes on SIGINT and SIGTERM; killed in another way, it leaves its command behind without a word.
    const launcher = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === launcher) return;
      clearInterval(watch);
      passOn('SIGHUP');
    }, 500);
    if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
    child.on('error', (error) => fail(`${program} could not be started: ${error.message}.`));
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, passOn);
      // As shells tell it.
      resolve(signal ? 128 + constants.signals[signal] : code);
    });
  });
}
