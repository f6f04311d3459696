import { readDescribed } from './described-file.js';
import { openApiDocuments, openApiFiles } from './openapi.js';

interface Media {
  readonly schema?: { readonly [key: string]: unknown };
}
interface Door {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Door>>;
}

const documents = [...(await openApiDocuments())] as unknown as readonly (readonly [string, Document])[];
const doors = documents.flatMap(([service, { paths }]) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, door]) => [`${service}: ${method.toUpperCase()} ${path}`, path, door] as const,
    ),
  ),
);

it('is what the services say, and so are the types of the client: else run `npm run openapi`', async () => {
  for (const file of await openApiFiles())
    expect([file.path, readDescribed(file)]).toStrictEqual([file.path, file.text]);
});

it.each(doors)(
  '%s tells what it takes and answers',
  (_name, path, { parameters = [], requestBody, responses }) => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toStrictEqual(named);
    const bodies: [string, Media][] = [
      ...Object.entries(requestBody?.content ?? {}),
      ...Object.entries(responses).flatMap(([status, { content }]): [string, Media][] => {
        if (status === '204') return [];
        return content ? Object.entries(content) : [[status, {}]];
      }),
    ];
    for (const [what, { schema }] of bodies) {
      expect([
        what,
        schema && ['$ref', 'type', 'anyOf', 'allOf', 'oneOf'].some((key) => key in schema),
      ]).toStrictEqual([what, true]);
    }
  },
);

it.each(documents)('%s refers to nothing that is not there', (_name, document) => {
  const places = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  for (const path of places) {
    const found = path
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect([path, typeof found]).toStrictEqual([path, 'object']);
  }
});
