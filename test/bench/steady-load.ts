import { fleet } from '@heliograph/devtools';
import type { SourceEnvelope } from '@heliograph/schema';
import type { Bench } from './bench.ts';

/** Reports that go out at an even pace, whatever the answers take. */
export interface SteadyLoad {
  /** Records in envelopes that were answered with 202 so far. */
  readonly accepted: number;
  /** Stops sending, and resolves when the last answer is there. Rejects where one was not 202. */
  stop(): Promise<void>;
}

export interface Pace {
  readonly gatewayUrl: string;
  readonly requestsPerSecond: number;
  readonly reportsPerRequest: number;
  /** Told of each request: when it was sent and when its answer had arrived, by `performance.now()`. */
  answered?(reports: readonly SourceEnvelope[], sentAt: number, answeredAt: number): void;
}

const TICK_MS = 5;

/** Begins to send reports of Pulp systems, one record each and each another system, until it is stopped. */
export function startSteadyLoad(bench: Bench, { gatewayUrl, answered, ...pace }: Pace): SteadyLoad {
  const reports = freshReports();
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  let sent = 0;
  let accepted = 0;
  let failure: unknown;

  async function send(): Promise<void> {
    const envelopes = Array.from({ length: pace.reportsPerRequest }, () => reports.next().value);
    const sentAt = performance.now();
    const response = await fetch(`${gatewayUrl}/v1/telemetry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelopes),
      signal: bench.signal,
    });
    await response.arrayBuffer();
    if (response.status !== 202) throw new Error(`the gateway answered ${response.status}`);
    accepted += envelopes.length;
    answered?.(envelopes, sentAt, performance.now());
  }

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * pace.requestsPerSecond);
    for (; sent < due; sent += 1) {
      const request = send().catch((error: unknown) => {
        failure ??= error;
      });
      underWay.add(request);
      // Its failure was kept above: this never rejects.
      void request.finally(() => underWay.delete(request));
    }
  }, TICK_MS);
  bench.onEnd(async () => clearInterval(timer));
  return {
    get accepted() {
      return accepted;
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      if (failure !== undefined) throw failure;
    },
  };
}

/** Each has its own nanosecond as its time, by which it can be found in the stores. */
function* freshReports(): Generator<SourceEnvelope, never> {
  const [template] = [
    ...fleet({ seed: 1, systems: 20, nowMs: Date.now(), lateWindows: { trento: 0, pulp: 0 } }),
  ].filter(({ application }) => application === 'pulp');
  if (template === undefined) throw new Error('the fleet has no Pulp system today');
  for (let n = 0; ; n += 1) {
    // No zero at the end: InfluxDB would leave it out.
    const time = new Date().toISOString().replace('Z', `${String(n % 1e5).padStart(5, '0')}1Z`);
    yield {
      ...template,
      id: crypto.randomUUID(),
      time,
      payload: { ...(template.payload as object), system_id: crypto.randomUUID() },
    };
  }
}
