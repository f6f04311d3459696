import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const workspace = resolve(import.meta.dirname, '../../..');
/** What the tests themselves run with is not what a user has. */
const FOREIGN = /^(DAYBOOK_|FEED_TOKEN$|COMMAND_SERVICE_URL$|MONGODB_URL$|POSTGRES_URL$|COLUMNS$)/;

/** As an installed package starts it; see apps/cli/bin. */
export const daybookCommand = [process.execPath, resolve(workspace, 'apps/cli/dist/main.js')];

export interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
}

/** Runs the command line in a process of its own, with this environment beside the machine's. */
export function startDaybookCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Running {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  const [program, ...leading] = daybookCommand;
  const child = spawn(program!, [...leading, ...args], {
    cwd: workspace,
    env: { ...own, TZ: 'UTC', ...env },
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }));
  return { child, ended, stdout: () => printed.stdout, stderr: () => printed.stderr };
}

/** The lines of NDJSON. */
export function records<Kind = Record<string, unknown>>(text: string): Kind[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Kind);
}
