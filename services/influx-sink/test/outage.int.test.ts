import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, influxSource, testKafka } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnsweringProxy, startAnsweringProxy } from './answering-proxy.ts';
import { select } from './influxql.ts';
import { type OwnInflux, startOwnInflux } from './own-influx.ts';
import { type RunningSink, runSink } from './running-sink.ts';

/** The shortest that a broker allows; a member that is silent for longer loses its partitions. */
const SESSION_TIMEOUT_MS = 6000;
/** Below the size at which the breaker alone would keep a batch from becoming dead letters. */
const A_FEW = 5;

let influx: OwnInflux;
let proxy: AnsweringProxy;
let sink: RunningSink;
let expected: string[] = [];
let systems = 0;

beforeAll(async () => {
  influx = await startOwnInflux();
  proxy = await startAnsweringProxy(influx.url);
  const { org: influxOrg, bucket: influxBucket, api: influxApi } = influx;
  const settings = { influxUrl: proxy.url, influxToken: influx.sink.token, influxOrg, influxBucket, influxApi };
  sink = await runSink({ ...testKafka('outage'), sessionTimeoutMs: SESSION_TIMEOUT_MS }, settings);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await proxy?.close();
  await influx?.remove();
});

const fresh = (n: number) => Array.from({ length: n }, () => `s${++systems}`);

async function stored(): Promise<string[]> {
  const rows = await select(influx, `SELECT * FROM ${influxSource(influx, 'host_telemetry')}`);
  return rows.map(({ system_key }) => String(system_key)).sort();
}

/** The proxy says this in the store's place. */
const answers = (status: number, message = 'from the proxy') => {
  return async () => {
    proxy.answer({ status, body: JSON.stringify({ code: 'x', message }) });
    return async () => proxy.answer(undefined);
  };
};

/** Each breaks the store and returns what mends it. */
const OUTAGES: readonly [name: string, cause: string, breakIt: () => Promise<() => Promise<unknown>>][] = [
  [
    'is stopped, for longer than the session time-out',
    'influx_connection',
    async () => {
      await influx.power.stop();
      return async () => {
        await sleep(SESSION_TIMEOUT_MS + 1000);
        await influx.power.start();
      };
    },
  ],
  [
    'is killed',
    'influx_connection',
    async () => {
      await influx.power.kill();
      return () => influx.power.start();
    },
  ],
  [
    'does not know the token',
    'influx_unauthorized',
    async () => {
      // A 1.x server asks for none.
      if (influx.api !== 'v2') return answers(401)();
      proxy.replaceToken('wrong');
      return async () => proxy.replaceToken(undefined);
    },
  ],
  [
    'has withdrawn the token',
    'influx_forbidden',
    async () => {
      if (influx.api !== 'v2') return answers(403)();
      await influx.sink.setActive(false);
      return () => influx.sink.setActive(true);
    },
  ],
  ['is busy', 'influx_busy', answers(429)],
  ['is starting', 'influx_busy', answers(503)],
  ['has a full disk', 'influx_failed', answers(500, 'write /engine/wal: no space left on device')],
  ['has a full disk, as WebDAV says it', 'influx_failed', answers(507)],
  [
    'has as many series as it may',
    'influx_full',
    answers(400, 'partial write: max-series-per-database limit exceeded'),
  ],
  ['is not what answers', 'influx_refusing', answers(400, 'The plain HTTP request was sent to HTTPS port')],
  [
    'is cut off in the middle of an answer',
    'influx_timeout',
    async () => {
      proxy.answer('cuts');
      return async () => proxy.answer(undefined);
    },
  ],
  [
    'gives no answer',
    'influx_timeout',
    async () => {
      proxy.answer('hangs');
      return async () => proxy.answer(undefined);
    },
  ],
  [
    'has lost the bucket',
    'influx_not_found',
    async () => {
      await influx.admin.dropBucket();
      // What it held is gone with it.
      expected = [];
      return () => influx.admin.createBucket();
    },
  ],
];

it.each(OUTAGES)('waits visibly while InfluxDB %s (%s), and then stores all of it once', async (_, cause, breakIt) => {
  const mend = await breakIt();
  try {
    const named = fresh(A_FEW);
    expected = [...expected, ...named].sort();
    await sink.publish(named);
    await sink.waitsFor(cause);
  } finally {
    await mend();
  }
  await eventually(async () => (await stored()).length >= expected.length, 30_000);
  await sink.ready();
  expect(await stored()).toEqual(expected);
  expect(await sink.deadLetters()).toEqual([]);
  expect(sink.failures).toEqual([]);
  // Nobody took the partition away meanwhile.
  expect(sink.joins()).toBe(1);
});
