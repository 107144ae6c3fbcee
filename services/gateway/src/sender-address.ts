import { BlockList, isIP } from 'node:net';

/** Networks of proxies whose word about the sender's address is taken. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/** Reads addresses and networks in CIDR notation, comma-separated; undefined where one is neither. */
export function parseNetworks(text: string): TrustedProxies | undefined {
  const networks = new BlockList();
  for (const network of text.split(',').map((one) => one.trim())) {
    if (network === '') continue;
    const [address = '', prefix, ...rest] = network.split('/');
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (version === 0 || rest.length > 0 || length < 0 || length > bits) return undefined;
    networks.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return networks;
}

/**
 * The name under which a sender is limited: his IPv4 address, or the /64 network of his IPv6 address, which is what a
 * connection is given, so that nobody has 2^64 buckets. The address is the peer's own, or where the peer is a trusted proxy
 * the right-most entry of X-Forwarded-For that is not one: what stands further left was written by whoever sent it.
 * An entry that is no address ends the search: the proxy before it is who is limited.
 */
export function senderName(peer: string, forwardedFor: string | undefined, trusted: TrustedProxies): string {
  let address = plain(peer) ?? '';
  const entries = forwardedFor?.split(',') ?? [];
  while (entries.length > 0 && isTrusted(address, trusted)) {
    const before = plain(withoutPort(entries.pop()?.trim() ?? ''));
    if (before === undefined) break;
    address = before;
  }
  return isIP(address) === 6 ? networkOf(address) : address;
}

export function isTrusted(address: string, trusted: TrustedProxies): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1];
  return bracketed ?? entry.replace(/^([\d.]+):\d+$/, '$1');
}

/** An address in one form: without a zone, and IPv4 where it is IPv4 in IPv6's clothes. Undefined where it is none. */
function plain(text: string): string | undefined {
  const address = text.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const found = mapped ?? address;
  return isIP(found) === 0 ? undefined : found;
}

/** The first four groups of an IPv6 address, without leading zeros. */
function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** An IPv4 address at the end stands for two groups, which are never among the first four that count. */
function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
