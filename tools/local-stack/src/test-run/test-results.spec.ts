import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { closingLine, forgetResults, suiteOf, sumUp, type Suite } from './test-results.js';

describe('the sum of a test run', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daybook-results-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function ran(project: string, passed: number, failing: readonly string[] = [], skipped = 0): Suite {
    const suite = suiteOf(project, join(folder, project), 'unit');
    const tests = failing.map((fullName) => ({
      ...{ status: 'failed', fullName },
      failureMessages: ['\u001b[31mExpected: 1\u001b[39m'],
    }));
    mkdirSync(dirname(suite.resultFile), { recursive: true });
    writeFileSync(
      suite.resultFile,
      JSON.stringify({
        numPassedTests: passed,
        numFailedTests: failing.length,
        numPendingTests: skipped,
        numTodoTests: 0,
        testResults: [
          {
            name: 'a.spec.ts',
            status: failing.length > 0 ? 'failed' : 'passed',
            message: '',
            assertionResults: tests,
          },
        ],
      }),
    );
    return suite;
  }

  it('adds up the projects, and names what failed and why', () => {
    const summary = sumUp([ran('one', 3), ran('two', 4, ['does it'])]);
    expect(summary).toStrictEqual({
      passed: 7,
      failed: 1,
      skipped: 0,
      failures: ['two unit: does it (a.spec.ts): Expected: 1'],
    });
    expect(closingLine(summary)).toBe('7 passed, 1 failed');
  });

  it('tells of skipped tests', () => {
    expect(closingLine(sumUp([ran('one', 3, [], 2)]))).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('counts a run without a result as a failure, also when an earlier run has left one', () => {
    const suite = ran('one', 3);
    forgetResults([suite]);
    expect(sumUp([suite])).toMatchObject({
      passed: 0,
      failed: 1,
      failures: ['one unit: ended without a result'],
    });
  });

  it('counts a file that did not load as a failure', () => {
    const suite = ran('one', 0);
    const result = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    const broken = { name: 'b.spec.ts', status: 'failed', message: 'syntax', assertionResults: [] };
    writeFileSync(suite.resultFile, JSON.stringify({ ...result, testResults: [broken] }));
    expect(sumUp([suite]).failures).toStrictEqual(['one unit: b.spec.ts did not run: syntax']);
  });
});
