import { connect } from 'node:net';
import { inputOf } from './cases.ts';
import type { Failure, Fuzzed } from './fuzz.ts';
import { checkAnswer, readAnswers } from './http-answers.ts';
import { httpBytes } from './http-requests.ts';
import type { FuzzTarget } from './target.ts';
import { demand } from './target.ts';

export interface HttpOptions {
  readonly port: number;
  readonly seed: string;
  readonly budgetBytes: number;
  readonly first?: number;
  /** Rejects, or gives false, where the gateway is not alive any more. */
  isAlive(): Promise<boolean>;
}

export const HTTP = 'http';
const CONNECTIONS = 16;
/** Above the times of the gateway for a request, for the log and for the answer, on a machine that is busy. */
const HANG_MS = 120_000;
/** After an answer: a connection that is kept alive has nothing more to say. */
const QUIET_MS = 500;
const MOST_FAILURES = 10;

const bytesOf: Pick<FuzzTarget, 'name' | 'generate'> = { name: HTTP, generate: httpBytes };

/** Sends cases to a gateway, each over a connection of its own, and checks every answer. */
export async function fuzzHttp({ port, seed, budgetBytes, first = 0, isAlive }: HttpOptions): Promise<Fuzzed> {
  const outcomes = new Map<string, number>();
  const failures: Failure[] = [];
  let [bytes, number] = [0, first];

  async function work(): Promise<void> {
    while (bytes < budgetBytes && failures.length < MOST_FAILURES) {
      const own = number;
      number += 1;
      const input = httpInput(seed, own);
      bytes += input.length;
      try {
        for (const outcome of await checkCase(port, input)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        demand(await isAlive(), 'the gateway is not alive');
      } catch (error) {
        failures.push({ number: own, why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    }
  }

  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return { cases: number - first, bytes, outcomes, failures };
}

export function httpInput(seed: string, number: number): Buffer {
  return inputOf({ ...bytesOf, check: () => '' }, { seed, target: HTTP, number });
}

async function checkCase(port: number, input: Buffer): Promise<string[]> {
  const answers = readAnswers(await exchange(port, input));
  // CONNECT, and what is too broken to be answered, ends without a word.
  return answers.length === 0 ? ['closed'] : answers.map(checkAnswer);
}

/**
 * Sends all and gives what came back, until the other side closes or says nothing more. What is not a whole request is ended by
 * the gateway's own timeouts. Rejects where nothing happens for too long.
 */
function exchange(port: number, input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`neither an answer nor an end of the connection after ${HANG_MS} ms`));
    }, HANG_MS);
    let quiet: NodeJS.Timeout | undefined;
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      // Not before: to a sender that has closed its side nothing is answered.
      quiet = setTimeout(() => socket.end(), QUIET_MS);
    });
    // Sent to a server that has answered already and does not listen any more.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      clearTimeout(quiet);
      resolve(Buffer.concat(chunks));
    });
    socket.write(input);
  });
}
