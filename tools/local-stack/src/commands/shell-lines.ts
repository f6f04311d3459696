import type { Stack } from '../state/stack.js';

/** What a shell needs to use the stack: `export NAME='value'` lines, safe to eval. */
export function shellLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

/** Addresses of the stack's servers by the names of their environment variables; throws where one is missing. */
export function serverVariables(stack: Stack): Record<string, string> {
  const { postgres, rabbitmq, mongodb } = stack.record.servers;
  if (!postgres || !rabbitmq || !mongodb) throw new Error(notUp(stack));
  return {
    POSTGRES_URL: postgres.url,
    RABBITMQ_URL: rabbitmq.url,
    ...(rabbitmq.managementUrl && { RABBITMQ_MANAGEMENT_URL: rabbitmq.managementUrl }),
    MONGODB_URL: mongodb.url,
  };
}

export function notUp(stack: Stack): string {
  const name = stack.name === 'local' ? '' : ` --name ${stack.name}`;
  return `The stack "${stack.name}" is not up: start it with \`npm run stack -- up${name}\`.`;
}
