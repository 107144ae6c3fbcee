import { deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../../packages/devtools/src/random.ts';
import { below, mutateBytes, mutateText, pick } from './bytes.ts';
import { reportsBody, requestBody, SECRET } from './reports.ts';

const TARGETS: readonly [string, ...string[]] = [
  '/v1/telemetry',
  '/v1/telemetry',
  '/v1/telemetry',
  '/v1/erasures',
  '/v1/exports',
  '//v1//telemetry?a=b//c',
  'http://127.0.0.1/v1/telemetry',
  '/v1/telemetry/../erasures',
  '/v1/%74elemetry',
  '/%',
  '*',
];
const METHODS: readonly [string, ...string[]] = ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'BREW', 'post'];
const CHAINS: readonly [string, ...string[]] = [
  '192.0.2.1',
  '192.0.2.1, 127.0.0.1',
  '[2001:db8::1]:4711',
  '::ffff:192.0.2.1',
  'unknown',
  ',,,',
  '1'.repeat(3_000),
];
const ENCODERS = { identity: (bytes: Buffer) => bytes, gzip: gzipSync, deflate: deflateSync };

type Header = readonly [string, string];

/** What one connection is sent: one or two requests, whole or not, in HTTP or in something like it. */
export function httpBytes(random: Random): Buffer {
  const one = request(random);
  const both = random() < 0.1 ? Buffer.concat([one, request(random)]) : one;
  return random() < 0.2 ? mutateBytes(both, random) : both;
}

function request(random: Random): Buffer {
  const method = random() < 0.9 ? 'POST' : pick(random, METHODS);
  const plain = pick(random, TARGETS);
  const target = random() < 0.9 ? plain : oneLine(mutateText(plain, random));
  const coding = pick(random, ['identity', 'identity', 'gzip', 'deflate'] as const);
  const sent = target.includes('telemetry') ? reportsBody(random) : requestBody(random);
  const body = ENCODERS[coding](sent);
  const isChunked = random() < 0.2;
  const framing: Header = isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', lengthOf(body, random)];
  const headers: Header[] = [
    ['Host', '127.0.0.1'],
    ['Content-Type', random() < 0.9 ? 'application/json' : oneLine(mutateText('application/json;a=b', random))],
    ...(coding === 'identity' ? [] : [['Content-Encoding', coding] as const]),
    framing,
    ...(random() < 0.8 ? [['Connection', 'close'] as const] : []),
    ...strangeHeaders(random),
  ];
  const kept = random() < 0.05 ? headers.filter(() => random() < 0.7) : headers;
  const head = [
    `${method} ${target} HTTP/1.${random() < 0.95 ? 1 : below(random, 3)}`,
    ...kept.map((h) => h.join(': ')),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), isChunked ? chunked(body, random) : body]);
}

/** Mostly the right one. */
function lengthOf({ length }: Buffer, random: Random): string {
  if (random() < 0.93) return String(length);
  return pick(random, [
    String(length + 1),
    String(Math.max(0, length - 1)),
    '-1',
    '1e3',
    '99999999999999999999',
    `${length}, ${length}`,
  ]);
}

function chunked(body: Buffer, random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const size = 1 + below(random, 400);
    const chunk = body.subarray(at, at + size);
    const length = random() < 0.97 ? chunk.length.toString(16) : mutateText(chunk.length.toString(16), random);
    parts.push(Buffer.from(`${length}\r\n`), chunk, Buffer.from('\r\n'));
    at += size;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

function strangeHeaders(random: Random): Header[] {
  const some: readonly [() => Header, ...(() => Header)[]] = [
    () => ['X-Forwarded-For', pick(random, CHAINS)],
    () => ['Authorization', `Bearer ${mutateText(`hg_${SECRET}`, random)}`],
    () => ['Content-Length', String(below(random, 5_000))],
    () => ['Transfer-Encoding', pick(random, ['chunked', 'gzip', 'identity', ' chunked', 'chunked, chunked'])],
    () => ['Content-Encoding', oneLine(mutateText('gzip', random))],
    () => ['Expect', pick(random, ['100-continue', '200-ok', SECRET])],
    () => ['Upgrade', 'websocket'],
    () => ['Connection', pick(random, ['close', 'keep-alive', 'upgrade', SECRET])],
    () => [`X-${SECRET}`, 'x'.repeat(random() < 0.2 ? 17_000 : below(random, 200))],
    () => ['traceparent', oneLine(mutateText('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', random))],
  ];
  return Array.from({ length: random() < 0.6 ? 0 : 1 + below(random, 3) }, () => pick(random, some)());
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]/g, ' ');
