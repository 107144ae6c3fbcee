import { lastLines } from '@heliograph/local-stack';
import type { Instance } from './instance.ts';
import { type MessageReader, readMessages } from './log-file.ts';
import type { Look } from './wait.ts';

const ASK_TIMEOUT_MS = 2_000;
const MOST_LOGS_SHOWN = 3;

/** Looks at the readiness of instances; frozen ones are left out. Steps are new answers, new messages, and records settled. */
export function readinessOf(which: () => readonly Instance[]) {
  const logs = new Map<Instance, MessageReader>();
  let lacking: Instance[] = [];

  async function look(): Promise<Look> {
    const [missing, progress]: [string[], string[]] = [[], []];
    lacking = [];
    for (const instance of which()) {
      if (instance.isFrozen() || (await instance.isReady())) continue;
      lacking.push(instance);
      const { name, adminUrl } = instance.spec;
      const log = logs.get(instance) ?? (await readMessages(instance.spec.logFile));
      logs.set(instance, log);
      const [readiness, settled] = await Promise.all([ask(`${adminUrl}/readyz`), settledRecords(adminUrl)]);
      missing.push(`${name} (${readiness})`);
      progress.push(`${name} ${readiness} ${settled} ${await log.count()}`);
    }
    return { missing, progress: progress.join('\n') };
  }

  const details = async () =>
    (await Promise.all(lacking.slice(0, MOST_LOGS_SHOWN).map(({ spec }) => lastLines(spec)))).join('\n');

  return { look, details };
}

async function ask(url: string): Promise<string> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })).text();
  } catch {
    return 'no answer';
  }
}

/** The lines of the metric, as a text. */
async function settledRecords(adminUrl: string): Promise<string> {
  const metrics = await ask(`${adminUrl}/metrics`);
  return metrics.match(/^heliograph_records_total.*$/gm)?.join(' ') ?? '';
}
