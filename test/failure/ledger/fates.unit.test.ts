import { Observation, SystemRequest } from '@heliograph/schema';
import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../packages/devtools/src/random.ts';
import { beginBatch } from '../../../services/dedup/src/dedup.ts';
import { sha256 } from '../../../services/dedup/src/hash.sha256.ts';
import { createMemory } from '../../../services/dedup/src/memory.ts';
import { createSeenKeys } from '../../../services/dedup/src/seen-keys.memory.ts';
import type { LogEntry, RequestEntry } from './evidence.ts';
import type { Expected } from './expectation.ts';
import { fatesOf } from './fates.ts';
import { openBook } from './ledger.ts';
import { plan, START_MS, sure } from './planted.ts';
import { simulate, someWay } from './simulated-pipeline.ts';

const register = shippedDefinitions();

function observationOf(expected: Expected, { receivedAt }: LogEntry): Observation {
  const observedAt = expected.observedAt ?? receivedAt;
  return Observation.parse({
    id: expected.id,
    application: expected.application,
    telemetry_type: expected.telemetryType,
    schema_version: 1,
    channel: expected.channel,
    system_key: expected.systemKey,
    time: expected.time,
    observed_at: observedAt,
    received_at: receivedAt,
    day: observedAt.slice(0, 10),
    clock_clamped: expected.observedAt === undefined,
    payload: JSON.parse(expected.payload),
  });
}

function requestOf({ name, kind, application, telemetryType, receivedAt }: RequestEntry, key: string): SystemRequest {
  const type = telemetryType === '' ? {} : { telemetry_type: telemetryType };
  const about = { application, ...type, system_keys: [key], received_at: receivedAt };
  return SystemRequest.parse({ request: kind, receipt: name, ...about });
}

// The oracle against the code that it is to judge: dedup reads what the ledger has read.
describe('the fates of records', () => {
  it.each(['a', 'b', 'c', 'd'])('are what dedup decides, in the run %s', (seed) => {
    const { ledger, evidence } = simulate(plan(seed, 1500), someWay(randomFrom(seed)), START_MS);
    const book = openBook(ledger);
    const fates = fatesOf(book, evidence);
    const keys = new Map(evidence.rawRequests.map(({ name }, i) => [name, sure(evidence.sanitizedRequests[i]).system]));
    const memory = createMemory(createSeenKeys());
    const random = randomFrom(seed);
    let judgement = beginBatch(memory, sha256);
    const counted = new Set<string>();
    const systems = new Map<string, string>();
    const ended = { duplicates: 0, erased: 0 };
    const take = (entry: LogEntry, expected: Expected) => {
      const observation = observationOf(expected, entry);
      const definition = sure(register.find(observation.application, observation.telemetry_type));
      if (judgement.isErased(observation, definition)) ended.erased += 1;
      else {
        const verdict = judgement.judge(observation, definition);
        if (verdict.kind === 'duplicate') ended.duplicates += 1;
        else counted.add(entry.name);
        if (verdict.kind === 'new' && verdict.newest) systems.set(verdict.system, entry.name);
      }
    };
    const erase = (entry: RequestEntry) => {
      const request = requestOf(entry, sure(keys.get(entry.name)));
      const verdict = judgement.judgeRequest(request, Date.parse(entry.receivedAt), register);
      for (const system of verdict.kind === 'new' ? verdict.erased : []) systems.set(system, '');
    };
    const requests = new Map(evidence.rawRequests.map((request) => [request.name, request]));
    const log = [...evidence.raw, ...evidence.rawRequests].toSorted(
      (a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1),
    );
    for (const entry of log) {
      const [request, expected] = [requests.get(entry.name), book.entries.get(entry.name)?.expected];
      if (request !== undefined) erase(request);
      else if (expected !== undefined) take(entry, expected);
      if (random() < 0.8) continue;
      judgement.commit();
      judgement = beginBatch(memory, sha256);
    }
    expect(evidence.rawRequests.length).toBeGreaterThan(3);
    expect(counted).toEqual(new Set(fates.counted.keys()));
    expect(systems).toEqual(new Map(evidence.systems.map(({ system, name }) => [system, name])));
    const swept = fates.counted.size - fates.kept.size;
    expect({ ...ended, erased: ended.erased + swept }).toEqual(fates.counts);
    expect(Math.min(ended.duplicates, swept)).toBeGreaterThan(0);
  });
});
