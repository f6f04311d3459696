import type { Config } from '../config.js';
import { AddressRefused, AllowedAddresses } from './allowed-addresses.js';

const allowing = (...webhookAllowedNetworks: string[]) =>
  new AllowedAddresses({ webhookAllowedNetworks } as unknown as Config);
const none = allowing();
const some = allowing('10.1.0.0/16', '192.0.2.7', 'fd00:1::/32');

it.each([
  ['0.0.0.0', 'this host'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'link-local: metadata of clouds'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.100.100.200', 'metadata of Alibaba Cloud'],
  ['168.63.129.16', 'Azure’s service of the host'],
  ['192.0.0.192', 'metadata of Oracle Cloud'],
  ['192.0.2.7', 'documentation'],
  ['198.18.0.1', 'benchmarks'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['fe80::1', 'link-local'],
  ['fec0::1', 'site-local'],
  ['fd00:ec2::254', 'unique-local: metadata of AWS'],
  ['ff02::1', 'multicast'],
  ['2001:db8::1', 'documentation'],
  ['2001::1', 'Teredo'],
  ['2002:7f00:1::', '6to4 of loopback'],
  ['64:ff9b::7f00:1', 'NAT64 of loopback'],
  ['64:ff9b:1::a00:1', 'local NAT64'],
  ['::ffff:127.0.0.1', 'loopback, mapped into IPv6'],
  ['::ffff:7f00:1', 'the same, in hexadecimal digits'],
  ['::ffff:10.0.0.1', 'private, mapped into IPv6'],
  ['::7f00:1', 'loopback as an IPv4-compatible address'],
])('%s is refused: %s', (address) => {
  expect(none.allows(address, 'https:')).toBe(false);
  expect(none.allows(address, 'http:')).toBe(false);
});

it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('%s may be asked over https alone', (address) => {
  expect(none.allows(address, 'https:')).toBe(true);
  expect(none.allows(address, 'http:')).toBe(false);
});

it.each([
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['10.2.0.1', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['fd00:1::5', true],
  ['fd00:2::5', false],
])('%s, where 10.1.0.0/16, 192.0.2.7 and fd00:1::/32 are allowed: %s', (address, allowed) => {
  expect(some.allows(address, 'https:')).toBe(allowed);
  expect(some.allows(address, 'http:')).toBe(allowed);
});

it.each([
  ['https://example.org/hook', true],
  ['http://example.org/hook', false],
  ['https://127.0.0.1/', false],
  ['https://2130706433/', false],
  ['https://0x7f.1/', false],
  ['https://[::1]/', false],
  ['https://[::ffff:7f00:1]/', false],
])('of %s it is known beforehand whether it may be asked: %s', (url, allowed) => {
  expect(none.mayBeAsked(new URL(url))).toBe(allowed);
});

it('a name may be asked over http where a network is allowed: what it leads to shows later', () => {
  expect(some.mayBeAsked(new URL('http://inside.example/hook'))).toBe(true);
});

it.each([true, false])(
  'judges what a name leads to at the moment it is connected to (all: %s)',
  async (all) => {
    const ask = (addresses: AllowedAddresses) =>
      new Promise((resolve, reject) => {
        addresses.lookupFor('http:')('localhost', { all }, (error, found) =>
          error ? reject(error) : resolve(found),
        );
      });
    await expect(ask(some)).rejects.toThrow(AddressRefused);
    const loopback = allowing('127.0.0.0/8', '::1');
    const found = await ask(loopback);
    expect(all ? found : [found]).not.toHaveLength(0);
  },
);
