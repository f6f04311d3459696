import { problemSchema } from '@daybook/timeline-contracts';
import { DomainError } from '@daybook/timeline-domain';
import { HttpProblem, problemOf } from './problems.js';

describe('problemOf', () => {
  it.each([
    ['invalid_entry', 422],
    ['invalid_entry_id', 422],
    ['time_in_future', 422],
    ['invalid_position', 400],
    ['entry_too_large', 413],
  ] as const)('tells of %s with status %i', (code, status) => {
    const problem = problemOf(new DomainError(code, 'why', 'details.a'));
    expect(problemSchema.parse(problem)).toMatchObject({ code, status, detail: 'why', field: 'details.a' });
  });

  it('names no field where none is to blame', () => {
    expect(problemOf(new DomainError('invalid_entry', 'why'))).not.toHaveProperty('field');
  });

  it('tells what a door adds, but not what goes into a header', () => {
    const problem = problemOf(new HttpProblem(503, 'away', 'why', { retryAfterSeconds: 1, log: 'local' }));
    expect(problem).toStrictEqual({
      type: 'about:blank',
      title: 'Not available now',
      status: 503,
      detail: 'why',
      code: 'away',
      log: 'local',
    });
  });
});
