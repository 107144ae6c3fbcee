import { describe, expect, it } from 'vitest';
import { readUntilStable } from '../src/read-until-stable.ts';

/** Reads one text after the other, and the last one for ever. */
async function read(texts: readonly string[], seen = 'old') {
  const steps: string[] = [];
  let next = 0;
  const reading = async () => {
    const text = texts[Math.min(next, texts.length - 1)] ?? '';
    next += 1;
    steps.push(text);
    return text;
  };
  const wait = async () => void steps.push('wait');
  const result = await readUntilStable(reading, wait, (a, b) => a === b, seen);
  return { result, steps };
}

describe('reading until stable', () => {
  it('is nothing where nothing has changed, after one reading and no wait', async () => {
    expect(await read(['old'])).toEqual({ result: undefined, steps: ['old'] });
  });

  it('is what was read twice with a wait between', async () => {
    expect(await read(['new'])).toEqual({ result: 'new', steps: ['new', 'wait', 'new'] });
  });

  it('is never a state in between', async () => {
    const { result, steps } = await read(['ne', 'new', 'newer', 'newest']);
    expect(result).toBe('newest');
    expect(steps).toEqual(['ne', 'wait', 'new', 'wait', 'newer', 'wait', 'newest', 'wait', 'newest']);
  });

  it('is nothing where a change is taken back meanwhile', async () => {
    expect((await read(['ne', 'old'])).result).toBeUndefined();
  });

  it('is given up where it goes on changing', async () => {
    const { result, steps } = await read(Array.from({ length: 100 }, (_, n) => `new ${n}`));
    expect(result).toBeUndefined();
    expect(steps.filter((step) => step !== 'wait')).toHaveLength(20);
  });
});
