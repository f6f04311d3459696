import ipaddr from 'ipaddr.js';

/** What one sender can't change at will: an IPv4 address, or the /64 that a network gives to one IPv6 host. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
