import type { Caller } from '@daybook/access-tokens';
import { HttpProblem } from '@daybook/http-door';
import type { DomainError } from '@daybook/timeline-domain';
import type { FastifyRequest } from 'fastify';
import { logUnavailable } from '../log-unavailable.http.js';
import type { AppendContext, AppendResult } from './append-entries.js';

/** Who sends and on which trace, for every HTTP door that takes facts. */
export function contextOf(caller: Caller, request: FastifyRequest, idempotencyKey?: string): AppendContext {
  if (caller.account === '*') {
    throw new HttpProblem(
      403,
      'account_missing',
      'a token of every account records nothing: use one of an account',
    );
  }
  if (idempotencyKey !== undefined && !/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
    const field = 'Idempotency-Key';
    throw new HttpProblem(400, 'invalid_request', `${field} must be 1 to 255 printable ASCII characters`, {
      field,
    });
  }
  return {
    account: caller.account,
    recordedBy: caller.subject,
    traceparent: request.id,
    mayQueue: true,
    mayRedact: caller.scopes.has('entries:redact'),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}

/** What the sender of a fact is told when it was not recorded. */
export function appendProblem(result: AppendResult): HttpProblem | DomainError {
  switch (result.kind) {
    case 'refused':
      return result.error;
    case 'conflict': {
      const { id, sentHash, recordedHash } = result;
      return new HttpProblem(409, 'content_conflict', `another content is recorded under ${id}`, {
        field: 'id',
        id,
        sentHash,
        recordedHash,
      });
    }
    case 'unavailable':
      return logUnavailable(result.reason);
    default:
      throw new Error(`a ${result.kind} entry is no problem`);
  }
}
