import { describe, expect, it } from 'vitest';
import { toPipeline } from '../src/status/pipeline.ts';
import { readSamples } from '../src/status/prometheus-text.ts';
import type { Scrape } from '../src/status/scrape.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const source = 'application="example",telemetry_type="status"';

function said(service: Scrape['service'], text: string, ready = true): Scrape {
  return { service, said: { ready, samples: readSamples(text, ['heliograph_', 'process_']) } };
}

describe('what the services say', () => {
  it('is summed over the processes of each, in the order of the flow', () => {
    const dedup = (ok: number, startedAt: string) =>
      said(
        'dedup',
        `heliograph_records_total{outcome="ok",reason=""} ${ok}
heliograph_records_total{outcome="drop",reason="duplicate_id"} 2
heliograph_records_total{outcome="dead",reason="not_json"} 1
heliograph_consumer_lag_records{topic="sanitized",partition="0"} 5
heliograph_consumer_lag_records{topic="sanitized",partition="1"} 1
heliograph_consumer_lag_seconds{topic="sanitized",partition="0"} 4
heliograph_consumer_lag_seconds{topic="sanitized",partition="1"} 90
heliograph_partition_paused{topic="sanitized",partition="1"} 1
heliograph_warning{about="journal"} 1
process_start_time_seconds ${Date.parse(startedAt) / 1000}`,
      );
    const pipeline = toPipeline(
      [dedup(10, '2026-11-20T10:00:00Z'), { service: 'sanitizer' }, dedup(30, '2026-11-19T10:00:00Z')],
      NOW,
    );
    expect(pipeline.checked_at).toBe('2026-11-21T10:00:00.000Z');
    expect(pipeline.services).toEqual([
      {
        service: 'sanitizer',
        processes: 1,
        answering: 0,
        ready: 0,
        since: null,
        lag: null,
        lag_seconds: null,
        waiting: 0,
        warnings: 0,
        settled: { ok: 0, dropped: {}, dead: 0 },
      },
      {
        service: 'dedup',
        processes: 2,
        answering: 2,
        ready: 2,
        since: '2026-11-19T10:00:00.000Z',
        lag: 12,
        lag_seconds: 90,
        waiting: 2,
        warnings: 2,
        settled: { ok: 40, dropped: { duplicate_id: 4 }, dead: 2 },
      },
    ]);
  });

  it('has the age of the canary that the slowest service has settled, by the newest of its processes', () => {
    const sent = (service: Scrape['service'], secondsAgo: number) =>
      said(service, `heliograph_canary_sent_timestamp_seconds{service="${service}"} ${NOW / 1000 - secondsAgo}`);
    const scrapes = [
      sent('dedup', 5),
      sent('influx-sink', 700),
      sent('influx-sink', 65),
      { service: 'sanitizer' } as const,
    ];
    expect(toPipeline(scrapes, NOW).canary_age_seconds).toBe(65);
    expect(toPipeline([said('dedup', '')], NOW).canary_age_seconds).toBeNull();
  });

  it('is told by source and stage, with what was taken out of its reports', () => {
    const counted = (outcome: string, reason: string, n: number) =>
      `heliograph_source_records_total{${source},outcome="${outcome}",reason="${reason}"} ${n}\n`;
    const { sources } = toPipeline(
      [
        said(
          'sanitizer',
          `${counted('ok', '', 9)}${counted('drop', 'personal_data', 1)}
heliograph_sanitizer_removed_total{${source},field="/a",why="unregistered"} 3
heliograph_sanitizer_removed_total{${source},field="/b",why="unregistered"} 4
heliograph_sanitizer_removed_total{${source},field="/c",why="misfit"} 5
heliograph_sanitizer_personal_data_total{${source},field="/c",kind="email"} 6`,
        ),
        said('dedup', `${counted('ok', '', 7)}${counted('drop', 'duplicate_id', 2)}${counted('dead', 'not_json', 1)}`),
      ],
      NOW,
    );
    expect(sources).toEqual([
      {
        application: 'example',
        telemetry_type: 'status',
        stages: [
          { service: 'sanitizer', ok: 9, dropped: { personal_data: 1 }, dead: 0 },
          { service: 'dedup', ok: 7, dropped: { duplicate_id: 2 }, dead: 1 },
        ],
        removed: { unregistered: 7, misfit: 5, personal_data: 6 },
      },
    ]);
  });

  it('tells what the gateway took and what it refused, and why', () => {
    const gateway = said(
      'gateway',
      `heliograph_reports_total{result="accepted",code=""} 5
heliograph_reports_total{result="deferred",code=""} 2
heliograph_reports_total{result="rejected",code="unknown_telemetry_type"} 3
heliograph_refused_requests_total{code="too_many_records"} 4`,
      false,
    );
    const { arrivals, services } = toPipeline([gateway, gateway], NOW);
    expect(arrivals).toEqual({
      accepted: 10,
      deferred: 4,
      rejected: { unknown_telemetry_type: 6 },
      refused: { too_many_records: 8 },
    });
    expect(services).toMatchObject([{ service: 'gateway', processes: 2, answering: 2, ready: 0, lag: null }]);
  });
});
