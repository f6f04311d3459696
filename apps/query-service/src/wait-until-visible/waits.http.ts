import { problemSchema } from '@daybook/timeline-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** What a door that takes `after` and `includes` may answer besides, for the API's description. */
export function ApiWaits() {
  return applyDecorators(
    ApiResponse({
      status: 409,
      description: '`after` is of another log, or of an epoch that has ended',
      standardSchema: problemSchema,
    }),
    ApiResponse({
      status: 504,
      description: '`after` or `includes` is not visible yet',
      standardSchema: problemSchema,
    }),
  );
}
