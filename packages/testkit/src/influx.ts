import { randomBytes } from 'node:crypto';
import type { InfluxUrls } from '@heliograph/local-stack';
import { backing } from './backing.ts';
import { type InfluxAdmin, influxAdmin } from './influx-admin.ts';

export interface TestBucket extends InfluxUrls {
  readonly admin: InfluxAdmin;
  drop(): Promise<void>;
}

/** A fresh bucket on the real server (of a 1.x server: a fresh database), with the way to reach it. */
export async function testBucket(): Promise<TestBucket> {
  const bucket = `test_${randomBytes(6).toString('hex')}`;
  const influx = { ...backing().influx, bucket };
  const admin = influxAdmin(influx);
  await admin.createBucket();
  return { ...influx, admin, drop: () => admin.dropBucket() };
}
