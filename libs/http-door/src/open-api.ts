import { NAMED_SCHEMAS } from '@daybook/timeline-contracts';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import type { ErrorForm } from './problem.filter.js';

/** What a service says of itself to those who read its API's description. */
export interface ServiceDescription {
  readonly title: string;
  readonly description: string;
  /** For paths whose clients know another form of errors; the first that takes a path tells them. */
  readonly errorForms?: readonly ErrorForm[];
}

type Schema = Record<string, unknown>;
type Content = Record<string, { schema?: Schema }>;
type Responses = Record<string, { description?: string; content?: Content }>;

const PROBLEM_JSON = 'application/problem+json';
const COMPONENTS = '#/components/schemas/';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** A schema as an API's description shows it: those that have a name are referred to by it. */
export function openApiSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): object {
  const name = NAMED_SCHEMAS.get(schema);
  return name === undefined ? inFull(schema, io) : refersTo(name);
}

/** The description of a service's API, as OpenAPI 3.0, complete enough to generate clients from. */
export function openApiDocument(
  app: INestApplication,
  { title, description, errorForms = [] }: ServiceDescription,
): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    standardSchemaConverter: (schema, { schemaType }) => ({
      schema: openApiSchema(schema as unknown as z.ZodType, schemaType) as Schema,
    }),
  });
  for (const [path, doors] of Object.entries(document.paths)) {
    const toldAsProblems = !errorForms.some(({ takes }) => takes(path));
    for (const method of METHODS) {
      const door = doors[method];
      if (!door) continue;
      const responses = door.responses as Responses;
      if (toldAsProblems) tellProblems(responses);
      for (const { content } of Object.values(responses)) if (content) tellText(content);
      if (door.requestBody && 'content' in door.requestBody) tellText(door.requestBody.content as Content);
    }
  }
  const schemas = namedIn(document);
  return { ...document, components: { ...document.components, schemas: schemas as never } };
}

function inFull(root: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _draft, ...schema } = z.toJSONSchema(root, {
    target: 'openapi-3.0',
    io,
    override({ zodSchema, jsonSchema }) {
      const schema = zodSchema as unknown as z.ZodType;
      const name = NAMED_SCHEMAS.get(schema);
      if (name !== undefined && schema !== root) {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, refersTo(name));
        return;
      }
      // What the format says already, in 300 characters.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return schema;
}

function refersTo(name: string): Schema {
  return { $ref: COMPONENTS + name };
}

/** Nest gives every content type of a door the same schema, which is that of its JSON. */
function tellText(content: Content): void {
  for (const [type, media] of Object.entries(content)) {
    if (!/[/+]json\b/.test(type)) media.schema = { type: 'string' };
  }
}

/** Whatever is refused is told as a problem, whether the door names the status or not. */
function tellProblems(responses: Responses): void {
  const problem = refersTo('Problem');
  const content = { [PROBLEM_JSON]: { schema: problem } };
  for (const [status, response] of Object.entries(responses)) {
    const told = Object.values(response.content ?? {});
    if (Number(status) >= 400 && told.every(({ schema }) => schema?.['$ref'] === problem['$ref']))
      response.content = content;
  }
  responses['default'] = { description: 'refused; `code` says why', content };
}

/** All that is referred to, and what that refers to, by name. */
function namedIn(document: object): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  const look = (text: string): void => {
    for (const [schema, name] of NAMED_SCHEMAS) {
      if (name in schemas || !text.includes(`"${COMPONENTS}${name}"`)) continue;
      // What is sent is read as it comes; the others are answers.
      schemas[name] = inFull(schema, name === 'SentEntry' ? 'input' : 'output');
      look(JSON.stringify(schemas[name]));
    }
  };
  look(JSON.stringify(document));
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
