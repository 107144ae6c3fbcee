import type { SourceEnvelope } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { type FleetOptions, fleet, fleetHistory } from '../src/demo/fleet.ts';

const DAY_MS = 86_400_000;
/** A Tuesday. */
const nowMs = Date.parse('2026-11-17T13:00:00.000Z');
const options: FleetOptions = {
  seed: 1,
  systems: 200,
  nowMs,
  lateWindows: { trento: 2 * DAY_MS, pulp: 7 * DAY_MS },
};

const of = (application: string, reports: readonly SourceEnvelope[]) =>
  reports.filter((report) => report.application === application);
const days = (reports: readonly SourceEnvelope[]) => [...new Set(reports.map((report) => report.time.slice(0, 10)))];
const hosts = (reports: readonly SourceEnvelope[]) =>
  reports.flatMap((report) => report.payload as { agent_id: string }[]);
const on = (day: string, reports: readonly SourceEnvelope[]) => reports.filter(({ time }) => time.startsWith(day));
const statuses = (reports: readonly SourceEnvelope[]) =>
  reports.map(({ payload }) => payload as { system_id: string; version: string; plugins: Record<string, string> });
const systems = (reports: readonly SourceEnvelope[]) => new Set(statuses(reports).map(({ system_id }) => system_id));

const reports = [...fleet(options)];
const history = [...fleetHistory(options)];

describe('the synthetic fleet', () => {
  it('is the same for the same seed, and another for another', () => {
    expect([...fleet(options)]).toEqual(reports);
    const others = new Set([...fleet({ ...options, seed: 2 })].map((report) => report.id));
    expect(reports.some((report) => others.has(report.id))).toBe(false);
  });

  it('covers today and the days of each late window, oldest first', () => {
    expect(days(of('trento', reports))).toEqual(['2026-11-15', '2026-11-16', '2026-11-17']);
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

  it('is a day older tomorrow, and else the same', () => {
    const tomorrow = [...fleet({ ...options, nowMs: nowMs + DAY_MS })];
    const payloads = (all: readonly SourceEnvelope[]) =>
      new Map(on('2026-11-16', of('pulp', all)).map(({ id, payload }) => [id, payload]));
    expect(payloads(tomorrow)).toEqual(payloads(reports));
    expect(payloads(reports).size).toBeGreaterThan(100);
  });

  it('has about as many Trento hosts as asked for, in installations of one and more, each with the same id every day', () => {
    const ids = (day: string) => new Set(hosts(on(day, of('trento', reports))).map(({ agent_id }) => agent_id));
    const [yesterday, today] = [ids('2026-11-16'), ids('2026-11-17')];
    expect(today.size).toBeGreaterThan(110);
    expect(today.size).toBeLessThanOrEqual(200);
    expect(yesterday.intersection(today).size).toBeGreaterThan(90);
    expect(of('trento', reports).some((report) => (report.payload as unknown[]).length > 1)).toBe(true);
  });

  it('sends some reports twice, and some systems report twice under different ids', () => {
    const ids = reports.map((report) => report.id);
    const twice = ids.length - new Set(ids).size;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(ids.length * 0.05);
    const bySystemAndDay = Map.groupBy(of('pulp', reports), ({ payload, time }) => {
      return `${(payload as { system_id: string }).system_id} ${time.slice(0, 10)}`;
    });
    expect([...bySystemAndDay.values()].some((same) => new Set(same.map((report) => report.id)).size > 1)).toBe(true);
  });
});

describe('the history of the synthetic fleet', () => {
  it('ends where what is sent begins, and makes a year with it, without a gap', () => {
    for (const application of ['trento', 'pulp']) {
      const all = [...days(of(application, history)), ...days(of(application, reports))];
      expect(all).toHaveLength(365);
      expect(new Set(all).size).toBe(365);
      expect(all).toEqual(all.toSorted());
      expect(all[0]).toBe('2025-11-18');
    }
  });

  it('is of the same systems as what is sent', () => {
    const before = systems(on('2026-11-09', of('pulp', history)));
    const now = systems(on('2026-11-16', of('pulp', reports)));
    expect(before.intersection(now).size).toBeGreaterThan(now.size * 0.7);
  });

  it('grows, slowly at first and at the end', () => {
    const sizes = ['2025-12-09', '2026-03-10', '2026-06-09', '2026-09-15', '2026-11-03'].map(
      (day) => systems(on(day, of('pulp', history))).size,
    );
    const [first = 0, second = 0, third = 0, fourth = 0, last = 0] = sizes;
    expect(second).toBeGreaterThan(first * 1.5);
    expect(third).toBeGreaterThan(second * 1.2);
    expect(last).toBeGreaterThan(first * 3);
    expect(Math.abs(last - fourth)).toBeLessThan(third - first);
  });

  it('dips at weekends', () => {
    const friday = systems(on('2026-10-16', of('pulp', history))).size;
    const saturday = systems(on('2026-10-17', of('pulp', history))).size;
    expect(saturday).toBeLessThan(friday * 0.9);
  });

  it('has systems that come, go and come back', () => {
    const week = (from: string, to: string) =>
      systems(of('pulp', history).filter(({ time }) => time >= from && time < to));
    const [first, second, third] = [
      week('2026-07-06', '2026-07-13'),
      week('2026-07-20', '2026-07-27'),
      week('2026-08-03', '2026-08-10'),
    ];
    expect(third.difference(first).size).toBeGreaterThan(5);
    expect(first.difference(second).difference(third).size).toBeGreaterThan(2);
    expect(first.intersection(third).difference(second).size).toBeGreaterThan(2);
  });

  it('has systems that are only tried out, for some days', () => {
    const daysOf = Map.groupBy(of('pulp', history), ({ payload }) => (payload as { system_id: string }).system_id);
    const tried = [...daysOf.values()].filter((reported) => {
      const times = reported.map(({ time }) => Date.parse(time));
      return reported.length > 2 && Math.max(...times) - Math.min(...times) < 12 * DAY_MS;
    });
    expect(tried.length).toBeGreaterThan(150);
  });

  it('rolls versions out over weeks, and takes a broken one back', () => {
    const share = (day: string, version: RegExp) => {
      const all = statuses(on(day, of('pulp', history)));
      return all.filter((status) => version.test(status.version)).length / all.length;
    };
    expect(share('2026-10-21', /^3\.58\.\d$/)).toBe(0);
    const rollOut = ['2026-10-22', '2026-10-29', '2026-11-09'].map((day) => share(day, /^3\.58\.\d$/));
    expect(rollOut).toEqual(rollOut.toSorted((a, b) => a - b));
    expect(rollOut.at(-1)).toBeGreaterThan(0.4);
    // The 3.52.0 of 12 February, mended nine days later.
    expect(share('2026-02-17', /^3\.52\.0$/)).toBeGreaterThan(0.01);
    expect(share('2026-02-17', /^3\.52\.0$/)).toBeLessThan(0.2);
    expect(share('2026-02-26', /^3\.52\.0$/)).toBe(0);
    expect(share('2026-02-26', /^3\.52\.1$/)).toBeGreaterThan(0.05);
  });

  it('has plugins that spread, and one that too few have', () => {
    const having = (day: string, plugin: string) =>
      statuses(on(day, of('pulp', history))).filter(({ plugins }) => plugin in plugins).length;
    expect(having('2025-12-09', 'npm')).toBeLessThan(5);
    expect(having('2026-11-03', 'npm')).toBeGreaterThan(10);
    expect(having('2026-11-03', 'gem')).toBeLessThan(10);
  });

  it('has development versions', () => {
    const versions = statuses(on('2026-11-03', of('pulp', history))).map(({ version }) => version);
    expect(versions).toContain('3.59.0.dev');
  });
});
