import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import type { Told } from './answers.ts';
import { aDuplicate, change, runOf, START_MS, said, sure, verdictOf, WORKLOAD } from './planted.ts';
import { simulate } from './simulated-pipeline.ts';
import { countedDuplicates } from './stores.metrics.ts';

const NOBODYS = '00000000-0000-4000-8000-000000000000';

describe('a run without a fault', () => {
  it('is clean, and adds up', () => {
    const run = runOf('acknowledged', 1);
    const verdict = account(run.ledger, run.evidence);
    expect(verdict.clean).toBe(true);
    expect(verdict.accepted).toBe(verdict.stored + verdict.duplicates + verdict.erased);
    expect(verdict.erased).toBeGreaterThan(0);
    expect(verdict.stored).toBe(run.evidence.rows.length);
    expect(verdict.duplicates).toBeGreaterThan(0);
    expect(verdict.rejected).toBeGreaterThan(0);
    expect(verdict.dead).toBe(WORKLOAD.poison.length);
  });

  it('may hold what was never answered, and may not', () => {
    const [there, absent] = [runOf('unanswered', 1), runOf('unanswered', 0)];
    expect(account(there.ledger, there.evidence)).toMatchObject({ clean: true, accepted: 0 });
    expect(account(absent.ledger, absent.evidence)).toMatchObject({ clean: true, stored: 0 });
  });

  it('may have requests in the log twice, which count once', () => {
    const [once, twice] = [runOf('acknowledged', 1), runOf('acknowledged', 2)];
    expect(account(twice.ledger, twice.evidence)).toMatchObject({ clean: true, stored: once.evidence.rows.length });
  });
});

describe('a loss', () => {
  it('of a record that was acknowledged and is nowhere', () => {
    const { lost } = verdictOf(({ evidence }) => {
      const { name } = sure(evidence.raw[5]);
      evidence.raw = evidence.raw.filter((entry) => entry.name !== name);
    });
    expect(said(lost)).toContain('acknowledged, and not in raw');
  });

  it.each([
    'sanitized',
    'observations',
    'rows',
    'points',
    'systems',
    'systemRows',
    'latestRows',
    'activeDays',
  ] as const)('in %s is found', (list) => {
    expect(verdictOf(({ evidence }) => void evidence[list].splice(7, 1)).lost).not.toEqual([]);
  });

  it('is shown with all that is known of the record', () => {
    const { counts, lost } = verdictOf(({ evidence }) => void evidence.rows.splice(7, 1));
    expect(counts).toEqual([1, 0, 0, 0]);
    const trace = sure(lost[0]).trace.join('\n');
    expect(trace).toMatch(/request \d+, envelope \d+: acknowledged/);
    expect(trace).toMatch(/^raw\/\d\/\d+, received/m);
    expect(trace).toMatch(/^observations\/\d\/\d+/m);
    expect(trace).toMatch(/^point of system/m);
  });

  it('of what was never answered is one where a part of it is there', () => {
    const { counts } = verdictOf(({ evidence }) => void evidence.points.splice(7, 1), 'unanswered');
    expect(counts).toEqual([1, 0, 0, 0]);
  });
});

describe('a double', () => {
  it('in observations is found', () => {
    const { counts } = verdictOf(({ evidence }) => {
      evidence.observations.push({ ...sure(evidence.observations[7]) });
    });
    expect(counts).toEqual([0, 1, 0, 0]);
  });

  it('in PostgreSQL is found: a duplicate that has a row, and a row on two days', () => {
    const { doubled } = verdictOf(({ evidence }) => {
      evidence.rows.push({ ...sure(evidence.rows[0]), name: aDuplicate(WORKLOAD).id });
    });
    expect(said(doubled)).toBe('a row in PostgreSQL for a duplicate');
    const onTwoDays = verdictOf(({ evidence }) => {
      evidence.rows.push({ ...sure(evidence.rows[7]), day: '2026-01-01' });
    });
    expect(onTwoDays.doubled).toHaveLength(1);
  });

  it('in InfluxDB is found', () => {
    const { counts } = verdictOf(({ evidence }) => void evidence.points.push(sure(evidence.points[7])));
    expect(counts).toEqual([0, 1, 0, 0]);
  });

  it('before dedup is found, though dedup hides it', () => {
    const { counts } = verdictOf(({ evidence }) => void evidence.sanitized.push(sure(evidence.sanitized[7])));
    expect(counts).toEqual([0, 1, 0, 0]);
  });
});

describe('what cannot be explained', () => {
  it('is what nobody sent', () => {
    for (const list of ['raw', 'sanitized', 'observationLog', 'rows'] as const) {
      const { counts } = verdictOf(({ evidence }) => {
        if (list === 'rows') evidence.rows.push({ ...sure(evidence.rows[0]), name: NOBODYS });
        else evidence[list].push({ ...sure(evidence[list][0]), name: NOBODYS });
      });
      expect(counts, list).toEqual([0, 0, 0, 1]);
    }
    const { counts } = verdictOf(({ evidence }) => {
      evidence.points.push({ ...sure(evidence.points[0]), timeNs: '1' });
    });
    expect(counts).toEqual([0, 0, 0, 1]);
  });

  it('is what was never begun', () => {
    const run = simulate(WORKLOAD, () => ({ told: undefined, arrivals: 1 }), START_MS);
    expect(said(account(run.ledger, run.evidence).unexplained)).toContain('in raw, though it was never sent');
  });

  it('is another content', () => {
    const payload = '{"version":"0.0.0"}';
    expect(verdictOf(({ evidence }) => change(evidence.rows, 3, { payload })).counts).toEqual([0, 0, 0, 1]);
    expect(verdictOf(({ evidence }) => change(evidence.points, 3, { columns: '{}' })).counts).toEqual([0, 0, 0, 1]);
    const { unexplained } = verdictOf(({ evidence }) => change(evidence.observations, 3, { payload }));
    expect(said(unexplained)).toMatch(/another content: payload\n.*\n?the row differs/);
  });

  it('is an answer that no request should get', () => {
    const { unexplained } = verdictOf(({ ledger }) => {
      const request = sure(ledger.workload.requests[0]);
      const told = request.envelopes.map(({ answer }): Told => (answer === 'accepted' ? 'acknowledged' : 'refused'));
      ledger.answers.settle(request, { settled: true, told, faults: ['answered 500'] });
    });
    expect(said(unexplained)).toBe('request 0: answered 500');
  });

  it.each(['systems', 'systemRows', 'latestRows'] as const)(
    'is a latest observation in %s that is not the newest',
    (list) => {
      const { counts } = verdictOf(({ evidence }) => change(evidence[list], 0, { name: NOBODYS }));
      expect(counts).toEqual([0, 0, 0, 1]);
    },
  );

  it('is a counter of duplicates that does not fit', () => {
    const run = runOf('acknowledged', 1);
    const { duplicates } = account(run.ledger, run.evidence);
    const told = (counted: number) => account(run.ledger, { ...run.evidence, countedDuplicates: counted });
    expect(told(duplicates).clean).toBe(true);
    expect(said(told(duplicates - 1).unexplained)).toContain('dedup counted');
    const page = [
      'heliograph_records_total{outcome="drop",reason="duplicate_id"} 3',
      'heliograph_records_total{outcome="drop",reason="duplicate_content"} 4',
      'heliograph_records_total{outcome="ok",reason=""} 50',
    ];
    expect(countedDuplicates(page.join('\n'))).toBe(7);
  });

  it('is a system first seen at another time, erased, or never observed', () => {
    const firstSeen = '2020-01-01T00:00:00.000Z';
    expect(verdictOf(({ evidence }) => change(evidence.systemRows, 0, { firstSeen })).counts).toEqual([0, 0, 0, 1]);
    expect(verdictOf(({ evidence }) => change(evidence.systems, 0, { name: '', observedAt: '' })).counts).toEqual([
      0, 0, 0, 1,
    ]);
    const { counts } = verdictOf(({ evidence }) => {
      evidence.systems.push({ ...sure(evidence.systems[0]), system: 'pulp/status/nobody' });
    });
    expect(counts).toEqual([0, 0, 0, 1]);
  });

  it('is that another than the first of a claim was counted', () => {
    const { id, claim } = aDuplicate(WORKLOAD);
    const { unexplained } = verdictOf(({ evidence }) => {
      const place = evidence.observations.findIndex(({ name }) => name === claim);
      change(evidence.observations, place, { name: id });
    });
    expect(said(unexplained)).toContain('came first');
  });

  it('is a system that has left its partition', () => {
    const { unexplained } = verdictOf(({ evidence }) => {
      const { at } = sure(evidence.observations[3]);
      change(evidence.observations, 3, { at: at.replace(/\/\d\//, '/77/') });
    });
    expect(said(unexplained)).toContain('one system in partitions');
  });
});

describe('dead letters', () => {
  it('are missed', () => {
    expect(verdictOf(({ evidence }) => void evidence.dead.pop()).counts).toEqual([1, 0, 0, 0]);
  });

  it('may be written twice by a sink, and not by a processor', () => {
    const again = (topic: string) =>
      verdictOf(({ evidence }) => {
        const letter = sure(evidence.dead.find(({ origin }) => origin.startsWith(`${topic}/`)));
        evidence.dead.push({ ...letter, at: `${letter.at}9` });
      });
    expect(again('observations')).toMatchObject({ clean: true, dead: WORKLOAD.poison.length });
    expect(again('sanitized').counts).toEqual([0, 1, 0, 0]);
    expect(again('raw').counts).toEqual([0, 1, 0, 0]);
  });

  it('of a good record are found', () => {
    const { counts, unexplained } = verdictOf(({ evidence }) => {
      const record = sure(evidence.raw.find(({ receivedAt }) => receivedAt !== ''));
      evidence.dead.push({ ...sure(evidence.dead[0]), origin: record.at, stage: 'sanitizer' });
    });
    expect(counts).toEqual([0, 0, 0, 1]);
    expect(sure(unexplained[0]).trace.join('\n')).toContain('dead at sanitizer');
  });

  it('hold the bytes and the reason of what died', () => {
    for (const wrong of [{ value: 'x' }, { reason: 'store_rejected' }])
      expect(verdictOf(({ evidence }) => change(evidence.dead, 0, wrong)).counts).toEqual([0, 0, 0, 1]);
  });
});
