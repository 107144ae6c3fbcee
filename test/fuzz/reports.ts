import type { Random } from '../../packages/devtools/src/random.ts';
import { below, mutateBytes, mutateText, pick } from './bytes.ts';

/** Begins every key and text that only a sender knows: no answer may repeat it. */
export const SECRET = 'zq9-sender-only';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const HOST = {
  agent_id: '0fc07435-7ee2-54ca-b0de-fb27ffdc5deb',
  installation_id: '0fc07435-7ee2-54ca-b0de-fb27ffdc5dec',
  sles_version: '15-SP4',
  cpu_count: 2,
  socket_count: 1,
  total_memory_mb: 4096,
  cloud_provider: 'azure',
  time: '2026-11-21T06:00:00Z',
};
const STATUS = {
  system_id: '2f1d3c8e-94f5-4d6e-9f0b-3d9a0f2b7c55',
  version: '3.21.0',
  plugins: { rpm: '3.18.1' },
  online_workers: { hosts: 1, processes: 4 },
  online_content_apps: { hosts: 1, processes: 2 },
  postgresql_version: 130_014,
};
const TIMES: readonly [string, ...string[]] = [
  '2026-11-21T06:00:00Z',
  '2026-11-21T06:00:00.123456789+01:00',
  '2016-12-31T23:59:60Z',
  '0000-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59.999999999-23:59',
];

/** Text for a token of JSON that JSON.stringify would never write. */
const TOKENS: readonly [string, ...string[]] = [
  '1e999',
  '-0.0',
  '1E400',
  '9007199254740993',
  '"\\ud800"',
  '01',
  '+1',
  '.5',
];

/** What is registered, and now and then something else. */
const named = (random: Random, name: string) => (random() < 0.15 ? pick(random, ['pulp', 'status', 'unheard']) : name);

function envelope(random: Random): Json {
  if (random() < 0.05) return pick(random, [null, 'envelope', 7, []]);
  const isHost = random() < 0.5;
  const payload = isHost ? Array.from({ length: 1 + below(random, 3) }, () => HOST) : STATUS;
  const source = isHost ? ['trento', 'host_telemetry'] : ['pulp', 'status'];
  const [application = '', telemetry_type = ''] = source;
  const id = random() < 0.5 ? { id: '0198c6f0-5b1e-7c3a-9a51-0f6f6f2d9c11' } : {};
  const names = { application: named(random, application), telemetry_type: named(random, telemetry_type) };
  return { ...id, ...names, schema_version: 1, time: pick(random, TIMES), payload };
}

const strange: readonly [(random: Random) => Json, ...((random: Random) => Json)[]] = [
  () => null,
  () => '',
  () => [],
  () => ({}),
  (random) => random() < 0.5,
  (random) => (random() - 0.5) * 10 ** below(random, 20),
  (random) => `${SECRET}${below(random, 100)}`,
  (random) => 'x'.repeat(below(random, 300)),
  (random) => mutateText('2026-11-21T06:00:00Z', random),
  (random) => nested(below(random, 50)),
  (random) => envelope(random),
];

function nested(levels: number): Json {
  let value: Json = 1;
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** The value with about one of `rarity` members replaced, removed, renamed, repeated or added. */
function mutate(value: Json, random: Random, rarity: number): Json {
  if (below(random, rarity) === 0) return pick(random, strange)(random);
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => mutate(item, random, rarity));
    return below(random, rarity) === 0 ? [...items, ...items] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).flatMap(([name, member]: [string, Json]): [string, Json][] => {
    const at = below(random, rarity);
    if (at === 0) return [];
    if (at === 1) return [[pick(random, [`${SECRET}/${name}`, 'constructor', '', 'toString']), member]];
    return [[name, mutate(member, random, rarity)]];
  });
  if (below(random, rarity) === 0) members.push([`${SECRET}~${below(random, 9)}`, pick(random, strange)(random)]);
  return Object.fromEntries(members);
}

/** JSON with tokens in it that no serialiser writes, and keys that JavaScript gives a meaning to. */
function written(value: Json, random: Random): string {
  const text = JSON.stringify(value);
  if (random() > 0.15) return text;
  const numbers = [...text.matchAll(/(?<=[:[,])(?:\d+|"[^"\\]*")(?=[,\]}])/g)];
  const one = numbers[below(random, numbers.length)];
  if (one === undefined) return text;
  const at = one.index + one[0].length;
  const token = random() < 0.3 ? `{"__proto__":{"a":1}}` : pick(random, TOKENS);
  return text.slice(0, one.index) + token + text.slice(at);
}

/** The body of a request: an envelope, or several, changed in structure and sometimes in its bytes. */
export function reportsBody(random: Random): Buffer {
  const one = random() < 0.4;
  const body = one ? envelope(random) : Array.from({ length: below(random, 6) }, () => envelope(random));
  const text = written(mutate(body, random, 8 + below(random, 40)), random);
  return random() < 0.3 ? mutateBytes(Buffer.from(text), random) : Buffer.from(text);
}

/** The body of an owner's request. */
export function requestBody(random: Random): Buffer {
  const { system_id } = STATUS;
  const body = {
    application: named(random, 'pulp'),
    ...(random() < 0.5 ? { telemetry_type: 'status' } : {}),
    system_id,
  };
  const text = written(mutate(body, random, 4 + below(random, 20)), random);
  return random() < 0.3 ? mutateBytes(Buffer.from(text), random) : Buffer.from(text);
}
