import { randomInt } from 'node:crypto';
import getPort, { clearLockedPorts, portNumbers } from 'get-port';

/** Below the range from which systems take the ports of outgoing connections, which could take one of these meanwhile. */
const lowest = 20_000;
const highest = 32_000;

/**
 * `preferred` if nothing listens there, else a port that is free. Loopback only.
 *
 * @param mayBeOurs whether `preferred` may have been given out by this process before, and is to be given out again
 */
export async function freePort(preferred?: number, mayBeOurs = false): Promise<number> {
  // get-port holds back for half a minute what it has given out.
  if (mayBeOurs) clearLockedPorts();
  const others = portNumbers(randomInt(lowest, highest - 1_000), highest);
  return getPort({ host: '127.0.0.1', port: preferred === undefined ? others : [preferred, ...others] });
}
