import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@heliograph/stream';
import { type Answers, type Attempt, readAnswer } from './answers.ts';
import type { PlannedRequest } from './expectation.ts';

export interface SenderOptions {
  /** Base URLs of the gateways that may be asked; looked up for each attempt, because gateways come and go. */
  readonly gateways: () => readonly string[];
  readonly answers: Answers;
  readonly log: (attempt: Attempt) => void;
  /** Milliseconds after which a request that nobody answers is given up. */
  readonly giveUpMs: number;
}

export interface Sender {
  /** Sends until it is settled, under the same ids each time; a repeated erasure is one more. Never rejects; a request given up stays unanswered. */
  send(request: PlannedRequest): Promise<void>;
}

/** Longer than a gateway takes to say that Kafka did not answer (10 s). */
const ATTEMPT_TIMEOUT_MS = 20_000;
/** A gateway asks for one or two seconds; a suite that kills often has no time for more. */
const LONGEST_WAIT_MS = 2000;
const AFTER_FAILURE_MS = 100;

/** A good client: goes round the gateways, goes on to the next where one fails, and waits as 429 and 503 ask it to. */
export function createSender({ gateways, answers, log, giveUpMs }: SenderOptions): Sender {
  let turn = 0;

  function nextGateway(): string | undefined {
    const all = gateways();
    turn += 1;
    return all[turn % all.length];
  }

  /** Gives the milliseconds to wait before another attempt; undefined when the request is settled. */
  async function attempt(request: PlannedRequest): Promise<number | undefined> {
    const gateway = nextGateway();
    if (gateway === undefined) return LONGEST_WAIT_MS;
    const [atMs, from] = [Date.now(), performance.now()];
    const note = (outcome: number | string) => {
      const noted = { request: request.index, gateway, outcome, atMs, tookMs: Math.round(performance.now() - from) };
      answers.attempted(noted);
      log(noted);
    };
    try {
      const response = await fetch(`${gateway}/v1/${request.erases === undefined ? 'telemetry' : 'erasures'}`, {
        method: 'POST',
        headers: { 'Content-Type': request.contentType },
        body: request.body,
        signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
      });
      // Half an answer is none: whoever did not read to the end does not know.
      const body = await response.text();
      note(response.status);
      const reading = readAnswer(request, response.status, body);
      if (reading.settled) answers.settle(request, reading);
      return reading.settled ? undefined : retryAfterMs(response.headers.get('retry-after'));
    } catch (error) {
      note(failureOf(error));
      return AFTER_FAILURE_MS;
    }
  }

  return {
    async send(request) {
      answers.begin(request);
      for (const deadline = performance.now() + giveUpMs; performance.now() < deadline; ) {
        const waitMs = await attempt(request);
        if (waitMs === undefined) return;
        await sleep(waitMs);
      }
    },
  };
}

function retryAfterMs(header: string | null): number {
  const seconds = Number(header ?? 1);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : LONGEST_WAIT_MS;
}

/** fetch hides the code of a connection error in the cause of its own. */
function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = errorCode(error.cause);
  return code === '' ? error.name : code;
}
