import { every } from '@heliograph/runtime';
import { type GroupLag, type KafkaSettings, type Log, type Runtime, readGroupLags } from '@heliograph/stream';
import { Gauge } from 'prom-client';

/** Below the interval of most scrapes; some twenty requests to the brokers. */
const EVERY_MS = 15_000;

export interface GroupLagOptions {
  readonly kafka: KafkaSettings;
  readonly runtime: Pick<Runtime, 'log' | 'registry'>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Shows the consumer lag of every service in the metrics, as the brokers know it. The gateway does this, because it runs
 * wherever something is accepted that others have to process: also where none of their processes is left to say so.
 */
export function watchGroupLag({ kafka, runtime: { log, registry }, now }: GroupLagOptions): { stop(): Promise<void> } {
  const show = showGroupLag(registry, now);
  return every({ everyMs: EVERY_MS, awaitsRun: false, work: () => look(kafka, show, log) });
}

/** While the brokers cannot be asked, what is known stays, and grows older: nothing is added to the topics in that time. */
async function look(kafka: KafkaSettings, show: (lags: readonly GroupLag[]) => void, log: Log): Promise<void> {
  try {
    show(await readGroupLags(kafka));
  } catch (err) {
    log.debug({ err }, 'the consumer lag of the groups cannot be read');
  }
}

/** Registers the gauges; gives back what takes in the newest state. */
export function showGroupLag(registry: Runtime['registry'], now: () => number): (lags: readonly GroupLag[]) => void {
  let known: readonly GroupLag[] = [];
  const labelNames = ['service', 'topic', 'partition'] as const;
  const collect = (pick: (lag: GroupLag) => number) =>
    function (this: Gauge<(typeof labelNames)[number]>) {
      this.reset();
      for (const lag of known) {
        const { stage: service, topic, partition } = lag;
        this.set({ service, topic, partition }, pick(lag));
      }
    };
  new Gauge({
    name: 'heliograph_group_lag_records',
    help: 'Offsets between the one that a service has committed and the end of the partition',
    ...{ labelNames, registers: [registry], collect: collect(({ next, end }) => Math.max(0, Number(end - next))) },
  });
  new Gauge({
    name: 'heliograph_group_lag_seconds',
    help: 'Age of the oldest record of the partition that a service has not settled; 0 if there is none',
    ...{ labelNames, registers: [registry], collect: collect((lag) => secondsOf(lag, now())) },
  });
  new Gauge({
    name: 'heliograph_group_owned',
    help: '1 if a process of the service owns the partition',
    ...{ labelNames, registers: [registry], collect: collect(({ owner }) => (owner === undefined ? 0 : 1)) },
  });
  return (lags) => {
    known = lags;
  };
}

const secondsOf = ({ oldestMs }: GroupLag, nowMs: number) =>
  oldestMs === undefined ? 0 : Math.max(0, nowMs - oldestMs) / 1000;
