import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import getPort from 'get-port';
import { waitFor } from './wait-for.js';

const workspace = resolve(import.meta.dirname, '../../..');
/** As docs/reference/configuration.md recommends. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
/** Services drain for up to 10 s after SIGTERM. */
const drainMs = 15_000;

export interface ServiceStart {
  /** What must answer 200 before startService returns. */
  readonly readyPath?: string;
  readonly timeoutMs?: number;
  /** A free one, unless told. */
  readonly port?: number;
  /** For Node.js itself, such as `--cpu-prof`. */
  readonly nodeArguments?: readonly string[];
}

export interface Service {
  /** The same after a restart. */
  readonly url: string;
  readonly pid: number;
  /** Sends a signal; for one that ends a process, resolves when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGTERM, then waits for its end; throws if it does not drain in time. */
  stop(): Promise<void>;
  /** Starts it again on the same port with the same environment, and waits until it is ready. */
  restart(): Promise<void>;
  /** All that it has printed, over restarts. */
  logs(): string;
}

/** Starts a built service (apps/<name>/dist/main.js) on a free port of the loopback address. */
export async function startService(
  name: string,
  env: Readonly<Record<string, string>>,
  { readyPath = '/health/ready', timeoutMs = 20_000, nodeArguments = [], port: wanted }: ServiceStart = {},
): Promise<Service> {
  const main = resolve(workspace, `apps/${name}/dist/main.js`);
  if (!existsSync(main)) throw new Error(`${name} is not built: run \`npx nx build ${name}\`.`);
  const port = wanted ?? (await getPort({ host: '127.0.0.1' }));
  const url = `http://127.0.0.1:${port}`;
  let output = '';
  let child = run();

  function run(): ChildProcess {
    const started = spawn(process.execPath, [...NODE_FLAGS, ...nodeArguments, main], {
      cwd: workspace,
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return started;
  }

  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;

  async function untilReady(): Promise<void> {
    try {
      await waitFor(
        async () => {
          if (hasEnded()) return 'ended';
          const response = await fetch(url + readyPath, { signal: AbortSignal.timeout(2_000) });
          return response.ok ? 'ready' : undefined;
        },
        { what: `${name} to answer 200 at ${readyPath}`, timeoutMs },
      );
      if (hasEnded())
        throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode} while starting.`);
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${(error as Error).message}\n${output.slice(-4_000)}`);
    }
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (hasEnded()) return;
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      child.kill(signal);
      return;
    }
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(drainMs) });
    child.kill(signal);
    try {
      await ended;
    } catch {
      child.kill('SIGKILL');
      throw new Error(`${name} did not end within ${drainMs} ms of ${signal}.\n${output.slice(-4_000)}`);
    }
  }

  await untilReady();
  return {
    url,
    get pid() {
      return child.pid!;
    },
    kill,
    stop: () => kill('SIGTERM'),
    async restart() {
      await kill('SIGTERM');
      child = run();
      await untilReady();
    },
    logs: () => output,
  };
}
