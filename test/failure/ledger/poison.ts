import { type Random, uuidFrom } from '../../../packages/devtools/src/random.ts';
import type { Poison } from './expectation.ts';

type Recipe = (id: string, startMs: number) => Omit<Poison, 'afterRequest' | 'key'>;

const text =
  (topic: Poison['topic']): Recipe =>
  (id) => {
    const value = `poison ${id}, not JSON`;
    return { topic, value, name: value, reason: 'not_json' };
  };

const json =
  (topic: Poison['topic']): Recipe =>
  (id) => {
    const value = JSON.stringify({ id, payload: {} });
    return { topic, value, name: id, reason: 'invalid_envelope' };
  };

/** Whole and well-formed, of an application whose definition has gone since the gateway let it in. */
const orphan =
  (topic: 'raw' | 'sanitized'): Recipe =>
  (id, startMs) => {
    const at = new Date(startMs).toISOString();
    const record = {
      id,
      application: 'ledger-orphan',
      telemetry_type: 'status',
      schema_version: 1,
      channel: 'production',
      time: at,
      observed_at: at,
      received_at: at,
      day: at.slice(0, 10),
      clock_clamped: false,
      ...(topic === 'raw' ? { system_id: id } : { system_key: id }),
      payload: {},
    };
    return { topic, value: JSON.stringify(record), name: id, reason: 'unknown_definition' };
  };

const RECIPES: readonly Recipe[] = [
  text('raw'),
  json('raw'),
  orphan('raw'),
  text('sanitized'),
  json('sanitized'),
  orphan('sanitized'),
  text('observations'),
  json('observations'),
];

/**
 * What can reach a topic and be no record: the gateway lets none of it in, so it is written past it. It is thinly spread: a
 * batch that is poison for more than its half makes the stage wait, as it should.
 */
export function planPoison(seed: string, requests: number, count: number, startMs: number, random: Random): Poison[] {
  return Array.from({ length: Math.max(count, RECIPES.length) }, (_, n) => {
    const id = uuidFrom(`${seed}/poison/${n}`);
    const recipe = RECIPES[n % RECIPES.length] ?? text('raw');
    return { ...recipe(id, startMs), key: id, afterRequest: Math.floor(random() * requests) };
  }).toSorted((a, b) => a.afterRequest - b.afterRequest);
}
