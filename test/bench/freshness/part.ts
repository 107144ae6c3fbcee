import { startSystem } from '@heliograph/devtools';
import { aDataDir } from '../backing.ts';
import type { Aim, Part } from '../bench.ts';
import { ascending, percentile } from '../statistics.ts';
import { startSteadyLoad } from '../steady-load.ts';
import { watchPoints } from './points.influx.ts';
import { watchRows } from './rows.postgres.ts';
import { createSightings } from './sightings.ts';

const REPORTS_PER_SECOND = 200;
const WARM_UP_MS = 5000;
const LOAD_MS = 20_000;
/** Well above what it may take; what has not come by then is missing. */
const BOUND_MS = 30_000;
const WANTED_MS = 2000;

/** How long after its answer a report can be read in the stores, through the whole system. */
export const freshness: Part = {
  name: 'freshness',
  title: 'Freshness: from the answer until it can be read',
  async run(bench) {
    const dataDir = await aDataDir(bench);
    const { signal, say } = bench;
    const system = await startSystem({ dataDir, env: process.env, ephemeralPorts: true, signal, say });
    bench.onEnd(() => system.stop());
    const rows = createSightings();
    const points = createSightings();
    await watchRows(bench, system.stores.postgres.url, rows);
    watchPoints(bench, system.stores.influx, points);

    const pace = { gatewayUrl: system.gatewayUrl, requestsPerSecond: REPORTS_PER_SECOND, reportsPerRequest: 1 };
    const warmUp = startSteadyLoad(bench, pace);
    await bench.wait(WARM_UP_MS);
    await warmUp.stop();
    const answers: number[] = [];
    const load = startSteadyLoad(bench, {
      ...pace,
      answered(reports, sentAt, answeredAt) {
        answers.push(answeredAt - sentAt);
        for (const { time } of reports) for (const store of [rows, points]) store.expect(time, answeredAt);
      },
    });
    await bench.wait(LOAD_MS);
    await load.stop();
    const deadline = performance.now() + BOUND_MS;
    while (rows.missing + points.missing > 0 && performance.now() < deadline) await bench.wait(50);

    const measured = [
      { name: 'sent until answered', times: answers, missing: 0 },
      { name: 'answered until in PostgreSQL', times: rows.delays, missing: rows.missing },
      { name: 'answered until in InfluxDB', times: points.delays, missing: points.missing },
    ].map(({ name, times, missing }) => ({ name, missing, sorted: times.toSorted(ascending) }));
    return {
      tables: [
        {
          title: `${REPORTS_PER_SECOND} reports a second for ${LOAD_MS / 1000} s`,
          note: 'Milliseconds. The stores are asked every 20 ms (PostgreSQL) and 100 ms (InfluxDB), which is part of the figure.',
          columns: ['', 'reports', 'missing', 'p50', 'p99', 'slowest'],
          rows: measured.map(({ name, missing, sorted }) => [
            name,
            sorted.length,
            missing,
            percentile(sorted, 0.5),
            percentile(sorted, 0.99),
            sorted.at(-1) ?? Number.NaN,
          ]),
        },
      ],
      aims: measured.slice(1).map(({ name, missing, sorted }): Aim => {
        const p99 = percentile(sorted, 0.99);
        return {
          what: `${name}, p99`,
          aim: 'below 2 s',
          found: `${(p99 / 1000).toFixed(2)} s`,
          reached: p99 < WANTED_MS && missing === 0,
        };
      }),
    };
  },
};
