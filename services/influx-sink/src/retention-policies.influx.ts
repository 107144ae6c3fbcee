import type { Register } from '@heliograph/schema';
import type { InfluxDB } from '@influxdata/influxdb-client';
import { type InfluxSettings, openInflux } from './client.influx.ts';
import { quoted, runInfluxql } from './influxql.influx.ts';
import { policySeconds, type RetentionPolicies, shardSeconds } from './retention-policies.ts';

/**
 * Retention on a 1.x server, which deletes old points without harm by its policies alone: a DELETE by time takes series out
 * of the index that are being written at that moment. The policy of a measurement has its name.
 */
export function createRetentionPolicies(
  settings: InfluxSettings,
  register: Pick<Register, 'definitions'>,
): RetentionPolicies {
  const influx = openInflux(settings);
  const applied = new Map<string, number>();

  async function apply(measurement: string, retentionMs: number): Promise<void> {
    await setPolicy(influx, settings.influxBucket, measurement, retentionMs);
    applied.set(measurement, retentionMs);
  }

  return {
    apply: ({ influx: { measurement }, retention }) => apply(measurement, retention),
    async ensure(measurement) {
      const definition = register.definitions.find((one) => one.influx.measurement === measurement);
      const retentionMs = definition?.retention ?? Number.POSITIVE_INFINITY;
      if (applied.get(measurement) !== retentionMs) await apply(measurement, retentionMs);
    },
    invalidate: (measurement) => void applied.delete(measurement),
  };
}

/** Asks first, because a user who may not change a policy may read that it is as it should be. */
async function setPolicy(influx: InfluxDB, database: string, name: string, retentionMs: number): Promise<void> {
  const seconds = policySeconds(retentionMs);
  const policies = await runInfluxql(influx, database, `SHOW RETENTION POLICIES ON ${quoted(database, '"')}`);
  const found = policies.find((policy) => policy.name === name);
  if (found !== undefined && secondsOf(found.duration) === seconds) return;
  const duration = `DURATION ${seconds === 0 ? 'INF' : `${seconds}s`} REPLICATION 1`;
  await runInfluxql(
    influx,
    database,
    `${found === undefined ? 'CREATE' : 'ALTER'} RETENTION POLICY ${quoted(name, '"')} ON ${quoted(database, '"')} ${duration} SHARD DURATION ${shardSeconds(retentionMs)}s`,
  );
}

/** Of a duration as the server writes it, such as `720h0m0s`. */
function secondsOf(duration: unknown): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(duration)) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
