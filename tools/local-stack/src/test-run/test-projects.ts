import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes/program.js';
import { nxEnvironment, nxProgram } from '../services/build-services.js';
import { workspaceFolder, type Stack } from '../state/stack.js';
import { levels, suiteOf, type Suite } from './test-results.js';

interface Graph {
  readonly graph: {
    readonly nodes: Record<string, { readonly data: { readonly root: string; readonly targets?: object } }>;
  };
}

/** Every level of every project that has tests, or only those of the projects named. */
export async function findSuites(stack: Stack, only: readonly string[]): Promise<Suite[]> {
  const file = stack.path('project-graph.json');
  await run(nxProgram, ['graph', `--file=${file}`], {
    timeoutMs: 120_000,
    cwd: workspaceFolder,
    env: nxEnvironment,
  });
  const { nodes } = (JSON.parse(readFileSync(file, 'utf8')) as Graph).graph;
  rmSync(file);
  const unknown = only.filter((name) => !nodes[name]);
  if (unknown.length > 0) {
    throw new Error(
      `There is no project ${unknown.join(', ')}; there are ${Object.keys(nodes).sort().join(', ')}.`,
    );
  }
  return Object.entries(nodes)
    .filter(([name]) => only.length === 0 || only.includes(name))
    .flatMap(([name, { data }]) =>
      levels
        .filter((level) => data.targets && level in data.targets)
        .map((level) => suiteOf(name, join(workspaceFolder, data.root), level)),
    );
}
