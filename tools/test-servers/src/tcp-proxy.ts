import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A server seen through a wire that a test can cut or freeze, while others go on using the server. */
export interface TcpProxy {
  /** The server's address by way of the proxy. */
  readonly url: string;
  /** Breaks what is connected and takes nobody in, as if the server were gone. */
  cut(): void;
  /** Keeps everybody connected, takes more in, and passes nothing on, as if the server hung. */
  freeze(): void;
  /** Those connected hear nothing any more, for good, while who comes anew is served: a failover behind one address. */
  desert(): void;
  /** As if nothing had been; what was frozen goes on. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function tcpProxy(serverUrl: string): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const deserted = new Set<Socket>();
  let frozen = false;
  let server = createServer(accept);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = new URL(serverUrl);
  address.hostname = '127.0.0.1';
  address.port = String(port);

  function accept(client: Socket): void {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        deserted.delete(from);
        to.destroy();
      });
      if (frozen) from.pause();
    }
  }

  function cut(): void {
    server.close();
    for (const socket of [...sockets, ...deserted]) socket.destroy();
  }

  return {
    url: address.href,
    cut,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    desert() {
      for (const socket of sockets) deserted.add(socket.pause());
      sockets.clear();
    },
    async restore() {
      frozen = false;
      for (const socket of sockets) socket.resume();
      if (server.listening) return;
      server = createServer(accept);
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close() {
      cut();
      return Promise.resolve();
    },
  };
}
