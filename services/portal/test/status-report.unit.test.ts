import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type Pipeline, toPipeline } from '../src/status/pipeline.ts';
import { reportStatus } from '../src/status/report.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const service: Pipeline['services'][number] = {
  service: 'dedup',
  processes: 1,
  answering: 1,
  ready: 1,
  since: null,
  lag: 0,
  lag_seconds: 0,
  waiting: 0,
  warnings: 0,
  settled: { ok: 0, dropped: {}, dead: 0 },
};
const counts = { stages: [], removed: { unregistered: 0, misfit: 0, personal_data: 0 } };
const extent = {
  application: 'example',
  telemetry_type: 'status',
  channel: 'production',
  from: '2026-01-01',
  to: '2026-11-20',
  computed_at: '2026-11-21T01:00:05.000Z',
} as const;

const report = (given: Partial<Parameters<typeof reportStatus>[0]> = {}) =>
  reportStatus({
    channel: 'production',
    definitions: [aDefinition()],
    extents: [extent],
    pipeline: { ...toPipeline([], NOW), services: [service] },
    nowMs: NOW,
    ...given,
  });
const withService = (given: Partial<typeof service>) =>
  report({ pipeline: { ...toPipeline([], NOW), services: [{ ...service, ...given }] } });

describe('the state of the whole', () => {
  it('is trouble once no canary has arrived for ten minutes, and not before', () => {
    const withCanary = (canary_age_seconds: number) =>
      report({ pipeline: { ...toPipeline([], NOW), services: [service], canary_age_seconds } });
    expect(withCanary(600)).toMatchObject({ state: 'fine', canary_age_seconds: 600 });
    expect(withCanary(900).troubles).toEqual(['No report has passed the whole pipeline for 15 minutes.']);
  });

  it('is fine where every service works and the figures are fresh', () => {
    expect(report()).toMatchObject({ state: 'fine', troubles: [], checked_at: '2026-11-21T10:00:00.000Z' });
  });

  it('is not known where no service is asked', () => {
    expect(report({ pipeline: undefined })).toMatchObject({
      state: 'unknown',
      troubles: [],
      services: null,
      arrivals: null,
      checked_at: null,
      sources: [{ data_up_to: '2026-11-20', days_behind: 1, counts: null }],
    });
  });

  it.each([
    [{ answering: 0, ready: 0 }, 'The dedup does not answer.'],
    [{ processes: 3, answering: 1, ready: 1 }, '2 of 3 processes of the dedup do not answer.'],
    [{ processes: 3, answering: 2, ready: 2 }, '1 of 3 processes of the dedup does not answer.'],
    [{ ready: 0 }, 'The dedup is not ready.'],
    [{ waiting: 2 }, 'The dedup waits for something to come back; nothing is lost meanwhile.'],
    [{ warnings: 1 }, 'The dedup works, and has a warning for its operator.'],
  ])('is told where a service has %o', (given, trouble) => {
    expect(withService(given)).toMatchObject({ state: 'trouble', troubles: [trouble] });
  });

  it('is told where figures do not come any more', () => {
    const old = report({ extents: [{ ...extent, to: '2026-11-18' }], pipeline: undefined });
    expect(old).toMatchObject({ state: 'trouble', troubles: ['There are no figures of “Example” since 2026-11-18.'] });
    expect(report({ extents: [{ ...extent, to: '2026-11-19' }] }).troubles).toEqual([]);
    const retired = aDefinition({ status: 'retired' });
    expect(report({ extents: [{ ...extent, to: '2025-11-18' }], definitions: [retired] }).troubles).toEqual([]);
    expect(report({ extents: [] }).troubles).toEqual([]);
  });

  it('tells of no fewer reports than a group of systems that is shown must have, and hides nothing', () => {
    const settled = { ok: 1, dropped: { erased: 3, duplicate_id: 0 }, dead: 11 };
    const exact: Pipeline = {
      ...toPipeline([], NOW),
      services: [{ ...service, lag: 1, settled }],
      arrivals: { accepted: 101, deferred: 0, rejected: { bad_id: 2 }, refused: { no_key: 30 } },
      sources: [
        {
          application: 'example',
          telemetry_type: 'status',
          stages: [{ service: 'dedup', ...settled }],
          removed: { unregistered: 7, misfit: 0, personal_data: 1 },
        },
      ],
    };
    const coarse = { ok: 10, dropped: { erased: 10, duplicate_id: 0 }, dead: 20 };
    expect(report({ pipeline: exact })).toMatchObject({
      multiples_of: 10,
      services: [{ lag: 10, settled: coarse }],
      arrivals: { accepted: 110, deferred: 0, rejected: { bad_id: 10 }, refused: { no_key: 30 } },
      sources: [
        {
          counts: {
            stages: [{ service: 'dedup', ...coarse }],
            removed: { unregistered: 10, misfit: 0, personal_data: 10 },
          },
        },
      ],
    });
    const definitions = [1, 50].map((n) => aDefinition({ publish: { minimum_systems: n, round_to: 1 } }));
    expect(report({ pipeline: exact, definitions }).services?.[0]?.lag).toBe(50);
    expect(report({ pipeline: exact, definitions: definitions.slice(0, 1) }).arrivals?.accepted).toBe(101);
  });

  it('has no source that is not public, whatever the services have met', () => {
    const sources = [
      { application: 'secret', telemetry_type: 'plans', ...counts },
      { application: 'example', telemetry_type: 'status', ...counts },
    ];
    const { sources: told } = report({ pipeline: { ...toPipeline([], NOW), sources } });
    expect(told.map(({ application }) => application)).toEqual(['example']);
    expect(told[0]?.counts).toEqual(counts);
  });
});
