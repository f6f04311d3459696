import { Listr } from 'listr2';
import { runInForeground } from '../processes/program.js';
import { nxEnvironment, nxProgram } from '../services/build-services.js';
import { Stack, workspaceFolder } from '../state/stack.js';
import { findSuites } from '../test-run/test-projects.js';
import { closingLine, forgetResults, sumUp, type Level, type Suite } from '../test-run/test-results.js';
import { buildStep, display } from './bring-up.js';
import { serverVariables } from './shell-lines.js';
import { emptyUnlessUsed } from './take-down.js';
import { useStack } from './use-stack.js';

/** End-to-end specs kill services under load and measure time: they get the machine for themselves. */
const phases: readonly { levels: readonly Level[]; parallel: number }[] = [
  { levels: ['unit', 'int'], parallel: 2 },
  { levels: ['e2e'], parallel: 1 },
];

/** `npm test`: sets up what the tests need, runs them, sums up. Resolves with whether all passed. */
export async function test(projects: readonly string[]): Promise<boolean> {
  const stack = new Stack('test');
  let passed = false;
  let closing = '';
  await useStack(stack, {
    wanted: { services: false },
    before: () => emptyUnlessUsed(stack),
    during: async (interruption) => {
      await new Listr([buildStep], display).run();
      const suites = await findSuites(stack, projects);
      forgetResults(suites);
      const codes = [];
      for (const phase of phases) codes.push(await runSuites(stack, phase, suites));
      interruption.throwIfHappened();
      const summary = sumUp(suites);
      // Something else than a test failed, such as a build that the end-to-end specs need.
      const brokeElsewhere = summary.failed === 0 && codes.some((code) => code !== 0);
      const failures = brokeElsewhere ? ['a task of nx failed: see above'] : summary.failures;
      for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
      closing = closingLine({ ...summary, failed: failures.length });
      passed = failures.length === 0 && summary.passed > 0;
    },
  });
  process.stdout.write(`${closing}\n`);
  return passed;
}

async function runSuites(
  stack: Stack,
  { levels, parallel }: (typeof phases)[number],
  suites: readonly Suite[],
): Promise<number> {
  const chosen = suites.filter(({ level }) => levels.includes(level));
  if (chosen.length === 0) return 0;
  const projects = [...new Set(chosen.map(({ project }) => project))];
  return runInForeground(
    nxProgram,
    [
      ...['run-many', '-t', ...levels, '-p', projects.join(',')],
      ...[`--parallel=${parallel}`, '--outputStyle=stream', '--nxBail=false'],
    ],
    { cwd: workspaceFolder, env: { ...nxEnvironment, ...serverVariables(stack) } },
  );
}
