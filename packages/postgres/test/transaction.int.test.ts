import { testDatabase } from '@heliograph/testkit';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../src/postgres.ts';
import { beginTransaction } from '../src/transaction.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.url, 'test', { max: 1 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('a transaction', () => {
  it('that has failed does not pass for committed', async () => {
    const { client, commit } = await beginTransaction(pool);
    await expect(client.query('SELECT 1/0')).rejects.toThrow('division by zero');
    await expect(commit()).rejects.toThrow('ended with ROLLBACK');
  });

  it('gives its connection back, however it ends', async () => {
    for (const end of ['commit', 'rollback', 'rollback', 'commit'] as const) {
      const transaction = await beginTransaction(pool);
      await transaction.client.query('SELECT 1');
      await transaction[end]();
    }
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
  });
});
