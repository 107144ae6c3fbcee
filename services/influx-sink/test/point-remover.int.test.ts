import { classify } from '@heliograph/stream';
import { testBucket } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INFLUX_SINK_ERRORS } from '../src/errors.ts';
import { createPointRemover } from '../src/point-remover.influx.ts';
import { deletesPoints, type Store } from './removing.ts';

let bucket: Awaited<ReturnType<typeof testBucket>>;

beforeAll(async () => {
  bucket = await testBucket();
});

afterAll(() => bucket.drop());

const store = (given: object = {}): Store => ({
  influxUrl: bucket.url,
  influxToken: bucket.token,
  influxOrg: bucket.org,
  influxBucket: bucket.bucket,
  influxApi: bucket.api,
  address: bucket,
  ...given,
});

describe('deleting', () => deletesPoints(store));

describe('deleting from a store that is not there', () => {
  const verdict = (given: object) =>
    createPointRemover(store(given))
      .remove({ measurement: 'm', tag: ['system_key', 's'] })
      .then(
        () => 'removed',
        (error: unknown) => classify(error, INFLUX_SINK_ERRORS),
      );

  it('is waited for where the bucket does not exist', async () => {
    expect(await verdict({ influxBucket: 'none' })).toEqual({ kind: 'retryable', cause: 'influx_not_found' });
  });

  it('is waited for where the token is wrong; a 1.x server asks for none by default', async () => {
    const expected = bucket.api === 'v2' ? { kind: 'retryable', cause: 'influx_unauthorized' } : 'removed';
    expect(await verdict({ influxToken: 'wrong:wrong' })).toEqual(expected);
  });

  it('is waited for where nobody listens', async () => {
    expect(await verdict({ influxUrl: 'http://127.0.0.1:1' })).toEqual({
      kind: 'retryable',
      cause: 'influx_connection',
    });
  });
});
