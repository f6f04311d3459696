import { freshName, serverUrl } from './server-url.js';

export interface Vhost {
  readonly name: string;
  /** AMQP address, virtual host included. */
  readonly url: string;
  /** Removes it with its queues; connections to it are closed by the broker. */
  drop(): Promise<void>;
}

/** An empty virtual host, open to the user of RABBITMQ_URL. */
export async function freshVhost(): Promise<Vhost> {
  const url = serverUrl('RABBITMQ_URL');
  const user = decodeURIComponent(url.username || 'guest');
  const name = freshName();
  await manage('PUT', `/api/vhosts/${name}`, {});
  await manage('PUT', `/api/permissions/${name}/${encodeURIComponent(user)}`, {
    configure: '.*',
    write: '.*',
    read: '.*',
  });
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => manage('DELETE', `/api/vhosts/${name}`) };
}

async function manage(method: string, path: string, body?: unknown): Promise<void> {
  const { origin, username, password } = serverUrl('RABBITMQ_MANAGEMENT_URL');
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok && !(method === 'DELETE' && response.status === 404)) {
    throw new Error(`RabbitMQ answered ${response.status} to ${method} ${path}: ${await response.text()}`);
  }
}
