/** Asks RabbitMQ's management API, which knows what AMQP does not tell. Its figures are up to 5 s old. */
export async function management<T>(method: 'GET' | 'DELETE', path: string): Promise<T> {
  const { origin, username, password } = new URL(process.env['RABBITMQ_MANAGEMENT_URL']!);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}/api/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`RabbitMQ answered ${response.status} to ${method} ${path}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
