import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '../config.js';

/** The one block that has addresses of the public IPv6 internet: RFC 4291, section 2.4. */
const PUBLIC_IPV6 = ipaddr.parseCIDR('2000::/3');
/** Azure's service of the host, at an address that looks public: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const HOST_SERVICE = '168.63.129.16';

/** None of the addresses of a receiver may be asked. Says no address: a name must not tell of the network inside. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor() {
    super('the receiver has no address that this installation lets webhooks go to');
  }
}

/**
 * Which addresses webhooks may go to: those of the public internet, over https, and whatever the setting allows, also
 * over http. Judged is the address that is connected to, so it does not matter what a name led to before.
 */
@Injectable()
export class AllowedAddresses {
  readonly #allowed: readonly ReturnType<typeof ipaddr.parseCIDR>[];

  constructor({ webhookAllowedNetworks }: Config) {
    this.#allowed = webhookAllowedNetworks.map((network) =>
      network.includes('/') ? ipaddr.parseCIDR(network) : [ipaddr.process(network), bitsOf(network)],
    );
  }

  /** Whether there can be an address for it; for a name that shows when it is looked up. */
  mayBeAsked(url: URL): boolean {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0) return this.allows(host, url.protocol);
    return url.protocol === 'https:' || this.#allowed.length > 0;
  }

  /** @param protocol `http:` or `https:` */
  allows(address: string, protocol: string): boolean {
    // What is mapped into IPv6 is judged as the IPv4 address that it is.
    const parsed = ipaddr.process(address);
    const named = this.#allowed.some(
      ([network, bits]) => network.kind() === parsed.kind() && parsed.match([network, bits] as never),
    );
    if (named) return true;
    if (protocol !== 'https:' || parsed.range() !== 'unicast' || parsed.toString() === HOST_SERVICE)
      return false;
    return parsed.kind() === 'ipv4' || parsed.match(PUBLIC_IPV6 as never);
  }

  /** For `http.request`: resolves a name to those of its addresses that are allowed. */
  lookupFor(protocol: string): LookupFunction {
    return (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, []);
        const allowed = found.filter(({ address }) => this.allows(address, protocol));
        if (allowed.length === 0) return callback(new AddressRefused(), []);
        answer(allowed, options.all ?? false, callback);
      });
    };
  }
}

function answer(
  found: readonly LookupAddress[],
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  if (all) callback(null, [...found]);
  else callback(null, found[0]!.address, found[0]!.family);
}

function bitsOf(address: string): number {
  return ipaddr.process(address).kind() === 'ipv4' ? 32 : 128;
}
