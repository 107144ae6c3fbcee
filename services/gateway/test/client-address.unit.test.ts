import { describe, expect, it } from 'vitest';
import { clientAddress, parseNetworks } from '../src/auth/client-address.ts';

const trusted = (text: string) => {
  const networks = parseNetworks(text);
  if (networks === undefined) throw new Error(`${text} is no list of networks`);
  return networks;
};
const PROXY = '198.51.100.7';
const PROXIES = trusted('198.51.100.0/24, 2001:db8:ffff::/48');

describe('the address of a client', () => {
  it.each([
    ['is the peer', '192.0.2.1', undefined, '192.0.2.1'],
    ['is not what a stranger claims', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['is what a trusted proxy says', PROXY, '203.0.113.9', '203.0.113.9'],
    ['is the right-most that is no proxy', PROXY, '10.1.1.1, 203.0.113.9, 198.51.100.8', '203.0.113.9'],
    ['is not what the sender wrote to the left', PROXY, '198.51.100.9, 203.0.113.1, 203.0.113.9', '203.0.113.9'],
    ['is the proxy where it says nothing', PROXY, undefined, PROXY],
    ['is the proxy where it says nonsense', PROXY, 'unknown', PROXY],
    ['ends at nonsense', PROXY, '203.0.113.9, _hidden, 198.51.100.8', '198.51.100.8'],
    ['is the proxy where the entry is empty', PROXY, '', PROXY],
    ['is the left-most proxy where all are', PROXY, '198.51.100.9, 198.51.100.8', '198.51.100.9'],
    ['has no port', PROXY, '203.0.113.9:4711', '203.0.113.9'],
    ['has no brackets', PROXY, '[2001:db8:1:2::3]:4711', '2001:db8:1:2::/64'],
    ['has no zone', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['is IPv4 in the clothes of IPv6', '::ffff:198.51.100.7', '::FFFF:203.0.113.9', '203.0.113.9'],
    ['is a /64 of IPv6', '2001:db8:0001:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['is a /64 with zeros', '2001:DB8::1', undefined, '2001:db8:0:0::/64'],
    ['is a /64 with IPv4 at its end', '64:ff9b::192.0.2.33', undefined, '64:ff9b:0:0::/64'],
    ['is a /64 behind an IPv6 proxy', '2001:db8:ffff::1', '2001:db8:a:b:c::', '2001:db8:a:b::/64'],
    ['is loopback', '::1', undefined, '0:0:0:0::/64'],
    ['is nothing where there is nobody any more', '', '203.0.113.9', ''],
  ])('%s', (_, peer, forwardedFor, name) => {
    expect(clientAddress(peer, forwardedFor, PROXIES)).toBe(name);
  });

  it('is found soon in a header as long as headers may be', () => {
    const chain = Array.from({ length: 1500 }, () => '198.51.100.8').join(',');
    expect(clientAddress(PROXY, chain, PROXIES)).toBe('198.51.100.8');
  });
});

describe('a list of networks', () => {
  it.each(['', '192.0.2.1', '192.0.2.0/24,2001:db8::/32 , ::1'])('is %j', (text) => {
    expect(parseNetworks(text)).toBeDefined();
  });

  it.each([
    'proxy',
    '192.0.2.0/33',
    '192.0.2.0/',
    '::/129',
    '192.0.2.0/24/8',
    '192.0.2',
    '192.0.2.0/-1',
    '1.2.3.4;::1',
  ])('is not %j', (text) => {
    expect(parseNetworks(text)).toBeUndefined();
  });
});
