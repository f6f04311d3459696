import { fieldPath } from '@daybook/timeline-contracts';
import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { HttpProblem } from './problems.js';

/** Checks path and query parameters against the schema of their decorator; the refusal names the field. */
@Injectable()
export class RequestSchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: ([issue]) => {
        const field = fieldPath(
          (issue?.path ?? []).map((part) => (typeof part === 'object' ? part.key : part)),
        );
        const message = issue?.message ?? 'is wrong';
        return new HttpProblem(
          400,
          'invalid_request',
          field ? `${field}: ${message}` : message,
          field ? { field } : {},
        );
      },
    });
  }

  // Nest would delete `__proto__` keys from bodies: here they are part of a fact and are kept as sent.
  protected override stripProtoKeys(): void {}
}
