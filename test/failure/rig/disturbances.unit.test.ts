import { expect, it } from 'vitest';
import { createDisturbances } from './disturbances.ts';

it('a disturbance lasts until it is ended, and a while longer', () => {
  let nowMs = 0;
  const disturbances = createDisturbances(() => nowMs);
  disturbances.end('Kafka');
  expect(disturbances.current()).toEqual([]);
  disturbances.begin('Kafka');
  nowMs = 1_000_000;
  disturbances.begin('PostgreSQL');
  expect(disturbances.current()).toEqual(['Kafka', 'PostgreSQL']);
  disturbances.end('Kafka');
  nowMs += 19_000;
  expect(disturbances.current()).toEqual(['Kafka', 'PostgreSQL']);
  nowMs += 2_000;
  expect(disturbances.current()).toEqual(['PostgreSQL']);
});
