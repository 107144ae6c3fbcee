import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import type { Log } from '@heliograph/stream';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks of proxies whose X-Forwarded-For is believed, in CIDR notation. */
export type TrustedProxies = readonly [address: Address, prefixLength: number][];

/** Reads addresses and networks in CIDR notation, comma-separated; undefined if one is neither. */
export function parseNetworks(text: string): TrustedProxies | undefined {
  const given = text.split(',').map((network) => network.trim());
  const networks = given.filter((network) => network !== '').map(parseNetwork);
  return networks.every((network) => network !== undefined) ? networks : undefined;
}

function parseNetwork(network: string): [Address, number] | undefined {
  const [text = ''] = network.split('/', 1);
  // ipaddr.js also reads shorthands such as 192.0.2, which mean different things to different programs.
  if (isIP(text) === 0) return undefined;
  const cidr = network.includes('/') ? network : `${text}/${isIPv4(text) ? 32 : 128}`;
  return ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : undefined;
}

/**
 * Builds the function that returns the address by which a client without a key is rate limited. It goes into the buckets
 * of the limits and nowhere else.
 */
export function createClientAddress(trusted: TrustedProxies, log: Log): (request: IncomingMessage) => string {
  let hasWarned = false;

  return ({ headers, socket }) => {
    const peer = socket.remoteAddress ?? '';
    const header = headers['x-forwarded-for'];
    const forwardedFor = Array.isArray(header) ? header.join(',') : header;
    if (forwardedFor !== undefined && !hasWarned && !isTrustedProxy(peer, trusted)) {
      // All clients behind such a proxy share one bucket, which the operator should hear of; once is enough.
      hasWarned = true;
      log.warn({}, 'X-Forwarded-For is ignored: the peer is not a trusted proxy');
    }
    return clientAddress(peer, forwardedFor, trusted);
  };
}

/**
 * An IPv4 address, or the /64 network of an IPv6 address, which is what a connection is assigned: with single addresses
 * one client would have 2^64 buckets. The address is the peer's own or, if the peer is a trusted proxy, the right-most
 * entry of X-Forwarded-For that is not one: the entries left of it were written by the client. An entry that is not an
 * address ends the search, and the proxy before it is the client.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: TrustedProxies): string {
  if (forwardedFor === undefined && isIPv4(peer)) return peer;
  let address = parseAddress(peer);
  if (address === undefined) return '';
  const entries = forwardedFor?.split(',') ?? [];
  while (entries.length > 0 && isTrusted(address, trusted)) {
    const before = parseAddress(withoutPort(entries.pop()?.trim() ?? ''));
    if (before === undefined) break;
    address = before;
  }
  return address instanceof ipaddr.IPv6 ? networkOf(address) : address.toString();
}

/** Undefined if the text is not an address. IPv4 mapped into IPv6 is IPv4. */
function parseAddress(text: string): Address | undefined {
  return isIP(text) === 0 ? undefined : ipaddr.process(text);
}

export function isTrustedProxy(peer: string, trusted: TrustedProxies): boolean {
  return isTrusted(parseAddress(peer), trusted);
}

function isTrusted(address: Address | undefined, trusted: TrustedProxies): boolean {
  if (address === undefined) return false;
  return trusted.some(([network, length]) => network.kind() === address.kind() && address.match(network, length));
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1];
  return bracketed ?? entry.replace(/^([\d.]+):\d+$/, '$1');
}

function networkOf({ parts }: ipaddr.IPv6): string {
  const groups = parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}
