import { describe, expect, it } from 'vitest';
import { type Provider, startFirstAvailable } from '../src/providers.ts';
import { StackError } from '../src/stack-error.ts';

const signal = new AbortController().signal;
const mend = 'Install it.';

function providers(...answers: (string | { missing: string } | Error)[]) {
  const asked: number[] = [];
  const all = answers.map(
    (answer, i): Provider<string> => ({
      async look() {
        asked.push(i);
        if (answer instanceof Error)
          return async () => {
            throw answer;
          };
        return typeof answer === 'string' ? async () => answer : answer;
      },
    }),
  );
  return { asked, plan: { title: 'Service', providers: all, mend } };
}

describe('looking for a service', () => {
  it('goes the first way that is open, and asks no further', async () => {
    const { asked, plan } = providers({ missing: 'no URL' }, 'local', 'image');
    expect(await startFirstAvailable(plan, signal)).toBe('local');
    expect(asked).toEqual([0, 1]);
  });

  it('says in one line what is missing, and how to mend it', async () => {
    const { plan } = providers({ missing: 'no URL' }, { missing: 'no Java' }, { missing: 'no Docker' });
    const nothing = startFirstAvailable(plan, signal);
    await expect(nothing).rejects.toThrow(StackError);
    await expect(nothing).rejects.toThrow(/^Service cannot be started \(no URL; no Java; no Docker\)\. Install it\.$/);
  });

  it('does not hide that an open way fails behind the next one', async () => {
    const { asked, plan } = providers(new Error('broken'), 'image');
    await expect(startFirstAvailable(plan, signal)).rejects.toThrow('broken');
    expect(asked).toEqual([0]);
  });

  it('asks nobody once it has been given up', async () => {
    const { asked, plan } = providers('local');
    await expect(startFirstAvailable(plan, AbortSignal.abort())).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});
