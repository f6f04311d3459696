import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Characters of jest's reason: enough for the error and where it came from. */
const REASON = 800;

export const levels = ['unit', 'int', 'e2e'] as const;
export type Level = (typeof levels)[number];

/** One run of jest: a project's specs of one level. */
export interface Suite {
  readonly project: string;
  readonly level: Level;
  readonly resultFile: string;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each test that failed, with its reason. */
  readonly failures: readonly string[];
}

/** The part of jest's --json output that counts. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export function suiteOf(project: string, folder: string, level: Level): Suite {
  return { project, level, resultFile: join(folder, 'test-results', `${level}.json`) };
}

/** Results of an earlier run must not be counted for this one. nx restores those of runs that it need not repeat. */
export function forgetResults(suites: readonly Suite[]): void {
  for (const { resultFile } of suites) rmSync(resultFile, { force: true });
}

export function sumUp(suites: readonly Suite[]): Summary {
  return suites.map(summaryOf).reduce(add, { passed: 0, failed: 0, skipped: 0, failures: [] });
}

function summaryOf(suite: Suite): Summary {
  const name = `${suite.project} ${suite.level}`;
  if (!existsSync(suite.resultFile)) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${name}: ended without a result`] };
  }
  const result = JSON.parse(readFileSync(suite.resultFile, 'utf8')) as JestResult;
  const failures = result.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length > 0) {
      return tests.map(
        ({ fullName, failureMessages }) =>
          `${name}: ${fullName} (${file.name}): ${reason(failureMessages.join('\n'))}`,
      );
    }
    // A file that could not be loaded has no tests to fail.
    if (file.status !== 'failed') return [];
    return [`${name}: ${file.name} did not run: ${reason(file.message)}`];
  });
  return {
    passed: result.numPassedTests,
    failed: failures.length,
    skipped: result.numPendingTests + result.numTodoTests,
    failures,
  };
}

function reason(message: string): string {
  return stripVTControlCharacters(message).trim().slice(0, REASON);
}

function add(a: Summary, b: Summary): Summary {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** The closing line, in the form that CI reads. */
export function closingLine({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
