import { fieldPath } from '@daybook/timeline-contracts';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { HttpProblem } from './problems.js';

type Issue = NonNullable<
  Awaited<ReturnType<NonNullable<ArgumentMetadata['schema']>['~standard']['validate']>>['issues']
>[number];

/** Checks path and query parameters against the schema of their decorator; the refusal names the parameter. */
@Injectable()
export class RequestSchemaPipe implements PipeTransform {
  async transform(value: unknown, { schema, type, data }: ArgumentMetadata): Promise<unknown> {
    if (!schema || type === 'custom') return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value;
    throw refusal(result.issues[0]!, data);
  }
}

/** What a query may hold is known, so a misspelt filter is refused rather than passed over. */
export function unknownParameter(name: string): HttpProblem {
  return new HttpProblem(400, 'invalid_request', `${name}: is no parameter here`, { field: name });
}

/** @param name of the parameter that the schema is for; a whole query has none, its issues have paths */
function refusal(issue: Issue, name: string | undefined): HttpProblem {
  const [unknown] = (issue as { keys?: readonly string[] }).keys ?? [];
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  if (unknown !== undefined) return unknownParameter(fieldPath([...path, unknown]));
  const field = fieldPath(name === undefined ? path : [name, ...path]);
  return new HttpProblem(400, 'invalid_request', `${field}: ${issue.message}`, { field });
}
