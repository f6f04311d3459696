type Variable = 'POSTGRES_URL' | 'RABBITMQ_URL' | 'RABBITMQ_MANAGEMENT_URL' | 'MONGODB_URL';

/** The address of a real server, from the environment. */
export function serverUrl(variable: Variable): URL {
  const value = process.env[variable];
  if (value) return new URL(value);
  throw new Error(
    `${variable} is not set: run the tests with \`npm test\`, or put the running stack into the environment with ` +
      `\`eval "$(npm run --silent stack -- env)"\`.`,
  );
}

/** A name that no other test file uses, and that says where it came from. */
export function freshName(): string {
  return `test_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}`;
}
