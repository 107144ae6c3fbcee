import { RECEIPT_STORES } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import type { Seen, SystemSeen } from './evidence.ts';
import { fatesOf, systemOf } from './fates.ts';
import { openBook } from './ledger.ts';
import { change, type Planted, plan, runOf, START_MS, said, sure, verdictOf } from './planted.ts';
import { simulate } from './simulated-pipeline.ts';

const WORKLOAD = plan('erased', 500);
const verdict = (plant: (run: Planted) => void) => verdictOf(plant, 'acknowledged', WORKLOAD);
const fates = ({ ledger, evidence }: Planted) => fatesOf(openBook(ledger), evidence);
const bySystem = ({ observations }: Planted['evidence'], system: string) =>
  observations.filter((one) => systemOf(one) === system);

/** An observation that an erasure took, of a system that has said nothing since, or of one that has. */
function anErased(run: Planted, since: 'silent' | 'reporting'): Seen {
  const { counted, kept } = fates(run);
  const later = (one: Seen) => bySystem(run.evidence, systemOf(one)).filter(({ name }) => kept.has(name));
  const isAs = (more: Seen[], { time }: Seen) =>
    since === 'silent' ? more.length === 0 : more.length > 0 && more.every((one) => one.time !== time);
  return sure(
    run.evidence.observations.find((one) => counted.has(one.name) && !kept.has(one.name) && isAs(later(one), one)),
  );
}

const row = (seen: Seen): Seen => ({ ...seen, at: 'postgresql' });
const system = (seen: Seen, suffix = ''): SystemSeen => ({
  at: '',
  system: `${systemOf(seen)}${suffix}`,
  name: seen.name,
  observedAt: seen.observedAt,
});

describe('what an erasure has left behind is found', () => {
  it.each(['silent', 'reporting'] as const)('as a row, of a system that is %s since', (since) => {
    const { counts, left } = verdict((run) => void run.evidence.rows.push(row(anErased(run, since))));
    expect(counts).toEqual([0, 0, 1, 0]);
    expect(said(left)).toContain('a row in PostgreSQL');
    expect(sure(left[0]).trace.join('\n')).toMatch(/erasure \S{43} of its system at observations\/\d\/\d+, received/);
  });

  it.each(['silent', 'reporting'] as const)('as a point, of a system that is %s since', (since) => {
    const before = simulate(
      WORKLOAD,
      ({ erases }) => (erases ? { told: undefined, arrivals: 0 } : { told: 'acknowledged', arrivals: 1 }),
      START_MS,
    );
    const { counts, left } = verdict((run) => {
      const erased = anErased(run, since);
      const place = before.evidence.observations.findIndex(({ name }) => name === erased.name);
      const point = sure(before.evidence.points[place]);
      run.evidence.points.push(point);
    });
    expect(counts).toEqual([0, 0, 1, 0]);
    expect(said(left)).toContain('a point in InfluxDB');
  });

  it('in a table of systems, as all that is there or in place of what is newer', () => {
    for (const since of ['silent', 'reporting'] as const) {
      const inTopic = verdict((run) => {
        const erased = anErased(run, since);
        const place = run.evidence.systems.findIndex((entry) => entry.system === systemOf(erased));
        change(run.evidence.systems, place, system(erased));
      });
      expect(said(inTopic.left)).toContain('the topic systems');
      const inTable = verdict((run) => {
        const erased = anErased(run, since);
        run.evidence.systemRows = run.evidence.systemRows.filter((entry) => entry.system !== systemOf(erased));
        run.evidence.systemRows.push({ ...system(erased), firstSeen: erased.observedAt });
      });
      expect(said(inTable.left)).toContain('telemetry.systems');
    }
  });

  it('in the topic of systems, where the tombstone is missing', () => {
    const { counts, lost } = verdict(({ evidence }) => {
      evidence.systems = evidence.systems.filter(({ name }) => name !== '');
    });
    expect(counts[0]).toBeGreaterThan(0);
    expect(said(lost)).toContain('no tombstone in the topic systems');
  });

  it('in the summaries', () => {
    const { counts, left } = verdict((run) => {
      const erased = anErased(run, 'silent');
      run.evidence.latestRows.push(system(erased, `/${erased.channel}/${erased.day}`));
    });
    expect(counts).toEqual([0, 0, 1, 0]);
    expect(said(left)).toContain('in summary.latest, though it was erased');
  });

  it.each(['silent', 'reporting'] as const)('among the days of a system that is %s', (which) => {
    const { counts, left } = verdict((run) => {
      const { channel } = anErased(run, which);
      run.evidence.activeDays.push({ system: `${systemOf(anErased(run, which))}/${channel}/2020-01-01` });
    });
    expect(counts).toEqual([0, 0, 1, 0]);
    expect(said(left)).toContain('in summary.months, though it was erased');
  });

  it('as the day on which a system was first seen', () => {
    const { unexplained } = verdict((run) => {
      const { kept } = fates(run);
      const erased = anErased(run, 'reporting');
      const place = run.evidence.systemRows.findIndex((entry) => entry.system === systemOf(erased));
      expect(bySystem(run.evidence, systemOf(erased)).some(({ name }) => kept.has(name))).toBe(true);
      change(run.evidence.systemRows, place, { firstSeen: '2020-01-01T00:00:00.000Z' });
    });
    expect(said(unexplained)).toContain('first seen 2020-01-01');
  });
});

describe('what an erasure must not touch', () => {
  it('is what its system says afterwards', () => {
    for (const list of ['rows', 'points', 'observations', 'systems', 'systemRows', 'latestRows'] as const) {
      const { lost } = verdict((run) => {
        const { kept } = fates(run);
        const erased = anErased(run, 'reporting');
        const fresh = sure(bySystem(run.evidence, systemOf(erased)).find(({ name }) => kept.has(name)));
        const isFresh = (entry: { name?: string; systemKey?: string; system?: string }) =>
          list === 'points' ? entry.systemKey === fresh.systemKey : list.endsWith('s') && entry.name === fresh.name;
        const place = run.evidence[list].findIndex(
          (entry) => isFresh(entry) || ('system' in entry && entry.system.startsWith(systemOf(fresh))),
        );
        run.evidence[list].splice(place, 1);
      });
      expect(lost, list).not.toEqual([]);
    }
  });

  it('is what others say', () => {
    const { lost } = verdict((run) => {
      const { kept, erased } = fates(run);
      const place = run.evidence.rows.findIndex((one) => kept.has(one.name) && !erased.has(systemOf(one)));
      run.evidence.rows.splice(place, 1);
    });
    expect(lost).toHaveLength(1);
  });
});

describe('what must not come back', () => {
  it('is an old envelope that was sent again', () => {
    const { counts } = verdict((run) => {
      const { at, ...erased } = anErased(run, 'silent');
      const again = { ...erased, at: `${at}9`, receivedAt: sure(run.evidence.raw.at(-1)).receivedAt };
      run.evidence.observations.push(again);
      run.evidence.rows.push(row(again));
    });
    expect(counts[1]).toBe(1);
    expect(counts[2]).toBe(1);
  });

  it('is what was received before the erasure and came after it', () => {
    const late = simulate(
      WORKLOAD,
      ({ erases }) => ({ told: 'acknowledged', arrivals: 1, late: erases === undefined }),
      START_MS,
    );
    const { refused } = fates(late);
    expect(refused.size).toBeGreaterThan(0);
    expect(account(late.ledger, late.evidence).clean).toBe(true);
    const entry = sure(late.evidence.sanitized.find(({ name }) => refused.has(name)));
    const { expected } = sure(openBook(late.ledger).entries.get(entry.name));
    late.evidence.observations.push({
      ...sure(late.evidence.observations[0]),
      ...{ name: entry.name, receivedAt: entry.receivedAt, systemKey: expected.systemKey },
      at: `observations/${entry.partition}/999999`,
    });
    expect(said(account(late.ledger, late.evidence).left)).toContain('received before its system was erased');
  });
});

describe('an erasure', () => {
  it('that was accepted is missed', () => {
    const { lost } = verdict(({ evidence }) => {
      const [{ name } = { name: '' }] = evidence.rawRequests;
      for (const list of ['rawRequests', 'sanitizedRequests', 'observedRequests', 'erasures'] as const)
        evidence[list] = evidence[list].filter((entry) => entry.name !== name);
      evidence.receipts = evidence.receipts.filter(({ receipt }) => receipt !== name);
    });
    expect(said(lost)).toContain('was accepted, and is not in raw');
  });

  it.each(['sanitizedRequests', 'observedRequests', 'erasures'] as const)('is missed in %s', (list) => {
    expect(verdict(({ evidence }) => void evidence[list].splice(2, 1)).counts).toEqual([1, 0, 0, 0]);
  });

  it.each(RECEIPT_STORES)('has a receipt of %s', (store) => {
    const { counts, lost } = verdict(({ evidence }) => {
      const place = evidence.receipts.findIndex((receipt) => receipt.store === store);
      evidence.receipts.splice(place, 1);
    });
    expect(counts).toEqual([1, 0, 0, 0]);
    expect(said(lost)).toContain(`no receipt of ${store}`);
  });

  it('is in the partition of its system', () => {
    const { unexplained } = verdict((run) => {
      const erased = anErased(run, 'silent');
      const place = run.evidence.observedRequests.findIndex(({ system: key }) => key === erased.systemKey);
      change(run.evidence.rawRequests, place, { partition: 77 });
    });
    expect(said(unexplained)).toContain('and its system is in partition');
  });

  it('was asked for, and is about no other system', () => {
    const nobodys = verdict(({ evidence }) => {
      for (const list of ['rawRequests', 'sanitizedRequests', 'observedRequests', 'erasures'] as const)
        evidence[list].push({ ...sure(evidence[list][0]), name: 'x'.repeat(43), at: `${list}/0/999` });
    });
    expect(said(nobodys.unexplained)).toContain('2 requests in raw for 1 attempts');
    const another = verdict(({ evidence }) => change(evidence.sanitizedRequests, 0, { system: 'another' }));
    expect(another.counts).toEqual([0, 0, 0, 1]);
  });

  it('comes before what was sent once it had been answered', () => {
    const { unexplained } = verdict(({ ledger, evidence }) => {
      const after = [...openBook(ledger).entries.values()].filter((entry) => entry.after !== undefined);
      const names = new Set(after.map(({ expected }) => expected.id));
      const place = evidence.raw.findIndex(({ name }) => names.has(name));
      change(evidence.raw, place, { receivedAt: '2020-01-01T00:00:00.000Z' });
    });
    expect(said(unexplained)).toContain('and received before it');
  });

  it('that nobody answered may have been carried out, and may not', () => {
    const ways = [
      { told: 'unanswered', arrivals: 1 },
      { told: 'unanswered', arrivals: 0 },
    ] as const;
    for (const way of ways) {
      const run = simulate(WORKLOAD, ({ erases }) => (erases ? way : { told: 'acknowledged', arrivals: 1 }), START_MS);
      const { clean, erased } = account(run.ledger, run.evidence);
      expect([clean, erased > 0]).toEqual([true, way.arrivals > 0]);
    }
    const twice = runOf('acknowledged', 2, WORKLOAD);
    expect(account(twice.ledger, twice.evidence).clean).toBe(true);
  });
});
