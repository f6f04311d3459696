import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export interface OneAddress {
  /** https, without a slash at its end. */
  readonly url: string;
  close(): void;
}

/**
 * Both services behind one https address, as docs/reference/pagerduty-api.md sets up a proxy: some clients take no
 * other addresses, or can't be told of two.
 *
 * @param certificateFile where the certificate is written that clients have to trust
 */
export async function oneAddress(
  services: { readonly command: string; readonly query: string },
  certificateFile: string,
): Promise<OneAddress> {
  const names = [{ type: 2 as const, value: 'localhost' }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  writeFileSync(certificateFile, cert);
  const server = createServer({ key, cert }, (request, response) => {
    const service = request.url!.startsWith('/v2/') ? services.command : services.query;
    const headers = {
      ...request.headers,
      'x-forwarded-for': request.socket.remoteAddress,
      'x-forwarded-proto': 'https',
    };
    const onward = ask(service + request.url!, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
