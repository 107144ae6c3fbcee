import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryWhileUnavailable } from '../src/client/retry-unavailable.ts';
import { FatalError } from '../src/errors/classify.ts';
import { KAFKA_CODES } from '../src/errors/kafka-codes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aRuntime() {
  const said: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    error: () => {},
    warn: (_: object, message: string) => void said.push(message),
  };
  const health = {
    proven: (part: string) => void said.push(`${part} works`),
    waiting: (part: string, why: string) => void said.push(`${part}: ${why}`),
    warn: () => {},
    unwarn: () => {},
  };
  return { said, runtime: { log, health } };
}

const refusal = (code: number) => Object.assign(new Error('no'), { name: 'KafkaJSProtocolError', code, type: '' });

describe('a step of the start', () => {
  it('is tried until it succeeds, and says each time why not', async () => {
    const { said, runtime } = aRuntime();
    const answers = [refusal(KAFKA_CODES.UNKNOWN_SERVER_ERROR), refusal(KAFKA_CODES.NOT_COORDINATOR)];
    const step = retryWhileUnavailable({ part: 'topics', runtime }, async () => {
      const error = answers.shift();
      if (error !== undefined) throw error;
      return 'started';
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await step).toBe('started');
    expect(said).toEqual([
      'topics: not answered yet',
      'cannot start yet; trying again',
      'topics: kafka_failed',
      'cannot start yet; trying again',
      'topics: kafka_retriable',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is not answered is named again and again', async () => {
    const { said, runtime } = aRuntime();
    const { promise, resolve } = Promise.withResolvers<void>();
    const step = retryWhileUnavailable({ part: 'topics', runtime }, () => promise);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(said).toEqual(['topics: not answered yet', 'still waiting for an answer', 'still waiting for an answer']);
    resolve();
    await step;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for longer and longer, and never for more than five seconds', async () => {
    const { runtime } = aRuntime();
    const tries: number[] = [];
    void retryWhileUnavailable({ part: 'topics', runtime }, async () => {
      tries.push(Date.now());
      throw refusal(KAFKA_CODES.LEADER_NOT_AVAILABLE);
    });
    await vi.advanceTimersByTimeAsync(60_000);
    const waits = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(5000);
    expect(waits.length).toBeGreaterThan(12);
  });

  it('ends with what no waiting can change, and its reason', async () => {
    const { runtime } = aRuntime();
    const fails = (error: unknown) => retryWhileUnavailable({ part: 'topics', runtime }, () => Promise.reject(error));
    await expect(fails(refusal(KAFKA_CODES.SASL_AUTHENTICATION_FAILED))).rejects.toThrow(FatalError);
    await expect(fails(new TypeError('a bug'))).rejects.toThrow(new TypeError('a bug'));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('knows of stores what its table says', async () => {
    const { said, runtime } = aRuntime();
    const errors = [{ kind: 'retryable', cause: 'away', because: 'it comes back', matches: () => true }] as const;
    let tries = 0;
    const step = retryWhileUnavailable({ part: 'tables', runtime, errors }, async () => {
      tries += 1;
      if (tries === 1) throw new Error('ECONNREFUSED');
    });
    await vi.advanceTimersByTimeAsync(1000);
    await step;
    expect(said.at(-1)).toBe('tables: away');
  });
});
