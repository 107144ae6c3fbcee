import type { InfluxUrls, Switch } from '@heliograph/local-stack';
import { countPoints } from './stores.influx.ts';

/**
 * InfluxDB 1.x may not show points that it has, where series were deleted beside writes: its index has forgotten them, and
 * has them again after a restart. A 1.x server is restarted, and how many points came back is said. 2.x has to show them all.
 */
export async function revealPoints(influx: InfluxUrls, server: Switch): Promise<number> {
  if (influx.api === 'v2') return 0;
  const before = await countPoints(influx, []);
  await server.stop();
  await server.start();
  return (await countPoints(influx, [])).points - before.points;
}
