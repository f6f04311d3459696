import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

/** Below the range from which systems take the ports of outgoing connections, which could take one of these meanwhile. */
const lowest = 20_000;
const highest = 32_000;

/** `preferred` if nothing listens there, else a port that is free. Loopback only. */
export async function freePort(preferred?: number): Promise<number> {
  const others = portNumbers(randomInt(lowest, highest - 1_000), highest);
  return getPort({ host: '127.0.0.1', port: preferred === undefined ? others : [preferred, ...others] });
}
