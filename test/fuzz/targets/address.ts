import { isIP } from 'node:net';
import type { Random } from '../../../packages/devtools/src/random.ts';
import { clientAddress, isTrustedProxy, parseNetworks } from '../../../services/gateway/src/auth/client-address.ts';
import { below, mutateText, pick } from '../bytes.ts';
import { demand, type FuzzTarget } from '../target.ts';

const PROXIES = parseNetworks('198.51.100.0/24, 2001:db8:1::/48, 192.0.2.7');
const NETWORK = /^(?:[\da-f]{1,4}:){3}[\da-f]{1,4}::\/64$/;

function address(random: Random): string {
  const byte = () => below(random, 256);
  const group = () => below(random, 65_536).toString(16);
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => `198.51.100.${byte()}`,
    () => `${byte()}.${byte()}.${byte()}.${byte()}`,
    () => `::ffff:198.51.100.${byte()}`,
    () => `2001:db8:1::${group()}`,
    () => Array.from({ length: 8 }, group).join(':'),
    () => `[2001:db8::${group()}]:${below(random, 70_000)}`,
    () => `192.0.2.${byte()}:${below(random, 70_000)}`,
    () => `fe80::${group()}%eth${below(random, 9)}`,
    () => 'unknown',
  ];
  return pick(random, forms)();
}

/** The address of the peer in one line, and X-Forwarded-For in the next. */
export const forwardedFor: FuzzTarget = {
  name: 'forwarded-for',
  generate(random) {
    const chain = Array.from({ length: below(random, 8) }, () => address(random)).join(', ');
    const peer = random() < 0.7 ? '198.51.100.1' : address(random);
    return Buffer.from(`${peer}\n${random() < 0.4 ? mutateText(chain, random, 6) : chain}`);
  },
  check(input) {
    if (PROXIES === undefined) throw new Error('the networks of the proxies cannot be read');
    const [peer = '', ...chain] = input.toString().split('\n');
    const name = clientAddress(peer, chain.join('\n'), PROXIES);
    const isName = name === '' || isIP(name) === 4 || NETWORK.test(name);
    demand(isName, `a sender is limited as ${JSON.stringify(name)}`);
    demand(name !== '' || isIP(peer.replace(/%.*$/, '').replace(/^::ffff:/i, '')) === 0, 'a peer has no name');
    const own = clientAddress(peer, undefined, PROXIES);
    const isProxy = isTrustedProxy(plainPeer(peer), PROXIES);
    if (!isProxy) demand(name === own, 'an untrusted peer chooses its own name');
    return isProxy && name !== own ? 'forwarded' : 'peer';
  },
};

const plainPeer = (peer: string) => peer.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
