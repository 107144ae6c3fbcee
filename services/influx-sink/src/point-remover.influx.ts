import type { InfluxDB } from '@influxdata/influxdb-client';
import { type InfluxSettings, openInflux } from './client.influx.ts';
import { type Deletion, ErasureIncomplete, type PointRemover } from './deletions.ts';
import { quoted, runInfluxql } from './influxql.influx.ts';
import { holdable } from './line.influx.ts';

/** A delete goes through every shard of the bucket, which takes longer than a write. */
const TIMEOUT_MS = 60_000;
/** The first and the last nanosecond that InfluxDB can hold. */
const BEGINNING = '1677-09-21T00:12:43.145224194Z';
const END = '2262-04-11T23:47:16.854775806Z';

/** Deletes points through the official client. */
export function createPointRemover(settings: InfluxSettings): PointRemover {
  const influx = openInflux(settings, TIMEOUT_MS);
  const remove = settings.influxApi === 'v2' ? removeV2 : removeByInfluxql;
  return { remove: (deletion) => remove(influx, settings, deletion) };
}

/** Source: https://docs.influxdata.com/influxdb/v2/reference/syntax/delete-predicate/ */
async function removeV2(influx: InfluxDB, { influxOrg, influxBucket }: InfluxSettings, what: Deletion): Promise<void> {
  const where = [['_measurement', what.measurement], ...('tag' in what ? [what.tag] : [])] as const;
  const predicate = where.map(([name, value]) => `${quoted(holdable(name), '"')}=${quoted(holdable(value), '"')}`);
  const stop = 'beforeMs' in what ? new Date(what.beforeMs).toISOString() : END;
  const body = { start: BEGINNING, stop, predicate: predicate.join(' AND ') };
  const query = new URLSearchParams({ org: influxOrg, bucket: influxBucket });
  await influx.transport.request(`/api/v2/delete?${query}`, body, { method: 'POST' });
}

/** Source: https://docs.influxdata.com/influxdb/v1/query_language/manage-database/#delete-series-with-delete */
async function removeByInfluxql(influx: InfluxDB, { influxBucket }: InfluxSettings, what: Deletion): Promise<void> {
  if ('beforeMs' in what) throw new Error('a 1.x server deletes old points by its retention policies alone');
  const [tag, value] = [quoted(holdable(what.tag[0]), '"'), quoted(holdable(what.tag[1]), "'")];
  const from = `FROM ${quoted(what.measurement, '"')}`;
  const where = `WHERE ${tag} = ${value}`;
  // Whatever the retention policy: series would be shown of the default one alone.
  const values = `SHOW TAG VALUES ${from} WITH KEY = ${tag} ${where}`;
  const isThere = async () => (await runInfluxql(influx, influxBucket, values)).length > 0;
  if (!(await isThere())) return;
  await runInfluxql(influx, influxBucket, `DELETE ${from} ${where}`);
  if (await isThere()) throw new ErasureIncomplete(`the server has points of ${what.measurement} that it has deleted`);
}
