import 'reflect-metadata';
import * as command from '@daybook/command-service';
import { describeService } from '@daybook/http-door';
import * as query from '@daybook/query-service';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describedFile, type DescribedFile } from './described-file.js';

/** What a service can't be described without, though none of it is used. */
const ANY_SETTINGS = {
  TOKEN_JWKS_FILE: 'keys.json',
  RABBITMQ_URL: 'amqp://localhost',
  POSTGRES_URL: 'postgres://localhost/daybook',
  MONGODB_URL: 'mongodb://localhost/daybook',
  COMMAND_SERVICE_URL: 'http://localhost',
  FEED_TOKEN: 'token',
  LOG_LEVEL: 'silent',
};

/** The descriptions of both services, by the name of the service. */
export async function openApiDocuments(): Promise<ReadonlyMap<string, object>> {
  const commandConfig = new command.Config(ANY_SETTINGS);
  const queryConfig = new query.Config(ANY_SETTINGS);
  const commandModule = command.CommandServiceModule.register(commandConfig, command.createLogger('silent'));
  const queryModule = query.QueryServiceModule.register(queryConfig, query.createLogger('silent'));
  return new Map([
    ['command-service', await describeService(commandModule, command.description)],
    ['query-service', await describeService(queryModule, query.description)],
  ]);
}

/** The documents, and the types that the client library makes of them. */
export async function openApiFiles(): Promise<DescribedFile[]> {
  const files: DescribedFile[] = [];
  for (const [service, document] of await openApiDocuments()) {
    const types = astToString(await openapiTypes(document as OpenAPI3, { alphabetize: false }));
    files.push(
      await describedFile(`docs/openapi/${service}.json`, JSON.stringify(document)),
      await describedFile(
        `libs/client/src/api/${service}.ts`,
        `// Made of docs/openapi/${service}.json by \`npm run openapi\`.\n${types}`,
      ),
    );
  }
  return files;
}
