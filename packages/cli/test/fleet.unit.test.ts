import type { SourceEnvelope } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { type FleetOptions, fleet } from '../src/fleet.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.parse('2026-11-21T13:00:00.000Z');
const options: FleetOptions = {
  seed: 1,
  systems: 100,
  nowMs,
  lateWindows: { trento: 2 * DAY_MS, pulp: 7 * DAY_MS },
};

const of = (application: string, reports: readonly SourceEnvelope[]) =>
  reports.filter((report) => report.application === application);
const days = (reports: readonly SourceEnvelope[]) => [...new Set(reports.map((report) => report.time.slice(0, 10)))];
const hosts = (reports: readonly SourceEnvelope[]) =>
  reports.flatMap((report) => report.payload as { agent_id: string }[]);

describe('the synthetic fleet', () => {
  const reports = [...fleet(options)];

  it('is the same for the same seed, and another for another', () => {
    expect([...fleet(options)]).toEqual(reports);
    const others = new Set([...fleet({ ...options, seed: 2 })].map((report) => report.id));
    expect(reports.some((report) => others.has(report.id))).toBe(false);
  });

  it('covers today and the days of each late window, oldest first', () => {
    expect(days(of('trento', reports))).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(days(of('pulp', reports))).toHaveLength(8);
  });

  it('claims no time that the gateway would not believe', () => {
    for (const { application, time } of reports) {
      const age = nowMs - Date.parse(time);
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(application === 'trento' ? 2 * DAY_MS : 7 * DAY_MS);
    }
  });

  it('sends under known ids again when it is run again, later on the same day', () => {
    const ids = new Set(reports.map((report) => report.id));
    const later = [...fleet({ ...options, nowMs: nowMs + 3_600_000 })];
    expect(later.filter((report) => !ids.has(report.id))).toEqual([]);
  });

  it('has as many Trento hosts as asked for, in installations of one and more, each with the same id every day', () => {
    const ids = (day: string) =>
      new Set(hosts(of('trento', reports).filter((r) => r.time.startsWith(day))).map((h) => h.agent_id));
    const [yesterday, today] = [ids('2026-11-20'), ids('2026-11-21')];
    expect(today.size).toBeGreaterThan(85);
    expect(today.size).toBeLessThanOrEqual(100);
    expect(yesterday.intersection(today).size).toBeGreaterThan(70);
    expect(of('trento', reports).some((report) => (report.payload as unknown[]).length > 1)).toBe(true);
  });

  it('grows', () => {
    const systems = (day: string) => of('pulp', reports).filter((report) => report.time.startsWith(day)).length;
    expect(systems('2026-11-21')).toBeGreaterThan(systems('2026-11-15'));
  });

  it('sends some reports twice, and some systems report twice under different ids', () => {
    const ids = reports.map((report) => report.id);
    const twice = ids.length - new Set(ids).size;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(ids.length * 0.05);
    const bySystemAndDay = Map.groupBy(of('pulp', reports), (report) => {
      return `${(report.payload as { system_id: string }).system_id} ${report.time.slice(0, 10)}`;
    });
    expect([...bySystemAndDay.values()].some((same) => new Set(same.map((report) => report.id)).size > 1)).toBe(true);
  });

  it('mixes versions', () => {
    const versions = new Set(of('pulp', reports).map((report) => (report.payload as { version: string }).version));
    expect(versions.size).toBeGreaterThanOrEqual(5);
    expect(versions).toContain('3.23.0.dev');
  });
});
