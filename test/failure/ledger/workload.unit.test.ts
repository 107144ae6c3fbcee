import { createIngest, readEnvelopes } from '@heliograph/ingest';
import { compile } from '@heliograph/privacy';
import { parseRfc3339, SourceEnvelope, SourceRequest, utcDay } from '@heliograph/schema';
import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './answers.ts';
import { canonical } from './canonical.ts';
import type { PlannedRequest } from './expectation.ts';
import { hash, plan, pseudonyms, START_MS } from './planted.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const register = shippedDefinitions();
const ingest = createIngest({ register, maxRecords: 10_000, hash, newId: () => 'an id' });

const recordsOf = (requests: readonly PlannedRequest[]) =>
  requests.flatMap(({ envelopes }) => envelopes.flatMap(({ records }) => records));

describe('a workload', () => {
  const workload = plan('a workload', 2000);

  it('is the same for the same seed, and another for another', () => {
    expect(plan('a workload', 2000)).toEqual(workload);
    expect(plan('another', 2000)).not.toEqual(workload);
  });

  it('holds as many records as asked for, and all kinds of them', () => {
    const records = recordsOf(workload.requests);
    expect(records.length).toBeGreaterThanOrEqual(2000);
    expect(records.length).toBeLessThan(2100);
    const envelopes = workload.requests.flatMap((request) => request.envelopes);
    const again = new Set(envelopes.flatMap((envelope) => envelope.again ?? []));
    expect(again).toEqual(new Set(['same id', 'same content', 'same window']));
    expect(new Set(envelopes.map(({ answer }) => answer)).size).toBeGreaterThan(8);
    expect(new Set(workload.requests.map(({ refusedWith }) => refusedWith))).toContain(413);
    expect(records.some(({ observedAt }) => observedAt === undefined)).toBe(true);
    expect(new Set(workload.poison.map(({ topic, reason }) => `${topic} ${reason}`)).size).toBe(8);
    expect(new Set(recordsOf([workload.sentinels]).map(({ systemKey: key }) => key)).size).toBe(96);
  });

  it('gives no two points of a system the same time, unless one of them at the most can be there', () => {
    const claims = new Map<string, string>();
    for (const { claim, measurement, systemKey: key, time } of recordsOf(workload.requests)) {
      const place = `${measurement} ${key} ${parseRfc3339(time)?.epochMs}`;
      expect(claims.get(place) ?? claim).toBe(claim);
      claims.set(place, claim);
    }
  });

  it('erases systems of both applications, some of one telemetry type and some of all, and lets some go on', () => {
    const { requests } = plan('erasures', 6000);
    const erasures = requests.flatMap((request) => (request.erases === undefined ? [] : [request.erases]));
    const systems = new Set(recordsOf(requests).map(({ systemKey: key }) => key));
    expect(erasures.length).toBeGreaterThan(systems.size / 120);
    expect(erasures.length).toBeLessThan(systems.size / 30);
    const kinds = new Set(erasures.map(({ application, telemetryType }) => `${application}/${telemetryType ?? '*'}`));
    expect(kinds).toEqual(new Set(['pulp/status', 'pulp/*', 'trento/host_telemetry', 'trento/*']));
    expect(erasures.every(({ systemKey: key }) => systems.has(key))).toBe(true);
    const before = new Set<string>();
    const [again, anew, old] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (const { after, index, envelopes } of requests) {
      const records = envelopes.flatMap((envelope) => envelope.records);
      if (after !== undefined) {
        const erased = requests[after]?.erases;
        expect(after).toBeLessThan(index);
        expect(records.some(({ systemKey: key }) => key === erased?.systemKey)).toBe(true);
        for (const { id, claim } of records) (before.has(id) ? old : before.has(claim) ? again : anew).add(id);
      }
      for (const { id } of records) before.add(id);
    }
    expect([again.size > 0, anew.size > 0, old.size > 0]).toEqual([true, true, true]);
  });

  // The oracle against the code that it is to judge, at the start of the run and at its end, over midnight.
  it.each(['2026-11-21T00:00:05.000Z', '2026-11-21T09:00:00.000Z', '2026-11-21T23:59:58.000Z'])(
    'planned at %s becomes what it says, now and eight hours later',
    (start) => {
      const startMs = Date.parse(start);
      const { requests } = plan('oracle', 600, startMs);
      for (const nowMs of [startMs, startMs + 8 * HOUR_MS - 1000])
        for (const request of requests.filter(({ refusedWith, erases }) => refusedWith === undefined && !erases)) {
          const reports = readEnvelopes(JSON.parse(request.body), { maxReports: 500 });
          const ingested = 'refused' in reports ? reports : ingest(reports, nowMs);
          if ('refused' in ingested) throw new Error(ingested.refused);
          const { results, records } = ingested;
          const accepted = results.filter(({ status }) => status === 'accepted').length;
          const status = accepted === 0 ? 422 : accepted === results.length ? 202 : 207;
          expect(readAnswer(request, status, JSON.stringify({ results })).faults).toEqual([]);
          expect(records.map(({ value }) => becomes(JSON.parse(value.toString())))).toEqual(
            recordsOf([request]).map(({ claim, measurement, ...expected }) => expected),
          );
        }
    },
  );

  it('speaks of days that are believed until it ends', () => {
    for (const { observedAt } of recordsOf(workload.requests))
      if (observedAt !== undefined) {
        expect(Date.parse(observedAt)).toBeLessThanOrEqual(START_MS);
        expect(observedAt.slice(0, 10)).toBe(utcDay(Date.parse(observedAt)));
        expect(START_MS + 8 * HOUR_MS - Date.parse(observedAt)).toBeLessThanOrEqual(7 * DAY_MS);
      }
  });

  it('sends envelopes of the published form, but for those that have to be rejected', () => {
    for (const { body, envelopes, refusedWith, erases } of workload.requests) {
      if (erases !== undefined) expect(SourceRequest.safeParse(JSON.parse(body)).success).toBe(true);
      if (refusedWith !== undefined || erases !== undefined) continue;
      const json: unknown = JSON.parse(body);
      for (const [i, envelope] of (Array.isArray(json) ? json : [json]).entries())
        if (envelopes[i]?.answer === 'accepted') expect(SourceEnvelope.safeParse(envelope).success).toBe(true);
    }
  });
});

const sanitizers = new Map(register.definitions.map((each) => [each.application, compile(each, pseudonyms)]));

/** What the sanitizer makes of a raw record, in the words of the plan. */
function becomes(raw: Parameters<ReturnType<typeof compile>>[0]) {
  const sanitized = sanitizers.get(raw.application)?.(raw).observation;
  return {
    rawId: raw.id,
    id: sanitized?.id,
    application: sanitized?.application,
    telemetryType: sanitized?.telemetry_type,
    channel: sanitized?.channel,
    systemKey: sanitized?.system_key,
    time: sanitized?.time,
    observedAt: sanitized?.clock_clamped ? undefined : sanitized?.observed_at,
    payload: canonical(sanitized?.payload),
  };
}
