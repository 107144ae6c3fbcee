import { z } from 'zod';

export interface Readiness {
  readonly ready: boolean;
  /** What a service says that it waits for, for people. */
  readonly waitsFor: string;
}

const ANSWER_TIMEOUT_MS = 2_000;
const Status = z.object({ parts: z.record(z.string(), z.object({ ready: z.boolean(), why: z.string().optional() })) });

/** Asks a service's /readyz. */
export async function askReadiness(url: string): Promise<Readiness> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    return { ready: answer.ok, waitsFor: waitingParts(await answer.text()) };
  } catch {
    return { ready: false, waitsFor: 'it does not answer yet' };
  }
}

function waitingParts(text: string): string {
  try {
    const { parts } = Status.parse(JSON.parse(text));
    const waiting = Object.entries(parts).filter(([, { ready }]) => !ready);
    return waiting.map(([part, { why }]) => `${part}: ${why}`).join(', ');
  } catch {
    return 'what it waits for cannot be read';
  }
}
