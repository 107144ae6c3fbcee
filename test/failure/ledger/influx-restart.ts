import type { Switch } from '@heliograph/local-stack';
import { countPoints, type InfluxBucket } from './stores.influx.ts';

/**
 * InfluxDB 1.x may not show points that it has, where series were deleted beside writes: its index has forgotten them, and
 * has them again after a restart. A 1.x server is restarted, and how many points came back is said. 2.x has to show them all.
 */
export async function revealPoints(influx: InfluxBucket, server: Switch): Promise<number> {
  if (!(await isFirstGeneration(influx))) return 0;
  const before = await countPoints(influx, []);
  await server.stop();
  await server.start();
  return (await countPoints(influx, [])).points - before.points;
}

/** A server that was built with `go install` says that its version is unknown: it is a 1.x, because 2.x cannot be. */
async function isFirstGeneration({ url }: InfluxBucket): Promise<boolean> {
  const { headers } = await fetch(`${url}/ping`);
  return !/^v?2\./.test(headers.get('x-influxdb-version') ?? '');
}
