import type { ServiceName } from '@heliograph/schema';

/** Each is ten hours old on the day of the figures. */
const STARTED = Date.parse('2026-11-20T23:00:00.000Z') / 1000;

interface Counts {
  readonly ok: number;
  readonly dropped?: Readonly<Record<string, number>>;
  readonly dead?: number;
}

/** What each stage made of the reports of Pulp and of Trento. */
const STAGES: Partial<Record<ServiceName, readonly [Counts, Counts]>> = {
  sanitizer: [{ ok: 2310, dead: 11 }, { ok: 790 }],
  dedup: [{ ok: 2264, dropped: { duplicate_id: 31, duplicate_window: 15 } }, { ok: 790 }],
  'influx-sink': [{ ok: 2264 }, { ok: 790 }],
  'postgres-sink': [{ ok: 2264 }, { ok: 790 }],
  summarizer: [{ ok: 2264 }, { ok: 790 }],
};
const LABELS = [
  'application="pulp",telemetry_type="status"',
  'application="trento",telemetry_type="host_telemetry"',
] as const;

const GATEWAY = `heliograph_reports_total{result="accepted",code=""} 3111
heliograph_reports_total{result="rejected",code="unknown_telemetry_type"} 4
heliograph_refused_requests_total{code="too_many_records"} 12
`;
const REMOVED = `heliograph_sanitizer_removed_total{${LABELS[0]},field="/domain_enabled",why="unregistered"} 412
heliograph_sanitizer_removed_total{${LABELS[0]},field="/version",why="misfit"} 23
heliograph_sanitizer_personal_data_total{${LABELS[1]},field="/installation_flavor",kind="email"} 14
`;

/** What a service of a system that is well would say of itself, as Prometheus asks for it. */
export function metricsOf(service: ServiceName): string {
  const [pulp, trento] = STAGES[service] ?? [];
  return [
    `process_start_time_seconds ${STARTED}\n`,
    service === 'gateway' ? GATEWAY : '',
    service === 'sanitizer' ? REMOVED : '',
    pulp === undefined ? '' : lagOf(service),
    ...[pulp, trento].map((counts, i) =>
      counts === undefined
        ? ''
        : settled('heliograph_records_total', '', counts) +
          settled('heliograph_source_records_total', `${LABELS[i]},`, counts),
    ),
  ].join('');
}

const lagOf = (service: ServiceName) => `heliograph_consumer_lag_records{topic="of ${service}",partition="0"} 0\n`;

function settled(name: string, labels: string, { ok, dropped = {}, dead = 0 }: Counts): string {
  const line = (outcome: string, reason: string, n: number) =>
    `${name}{${labels}outcome="${outcome}",reason="${reason}"} ${n}\n`;
  const drops = Object.entries(dropped).map(([reason, n]) => line('drop', reason, n));
  return [line('ok', '', ok), ...drops, line('dead', 'bad_shape', dead)].join('');
}
