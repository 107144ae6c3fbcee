import { describe, expect, it } from 'vitest';
import { type Action, injectRandomly, plan } from './chaos.ts';

const action = (name: string, act: Action['act'] = async () => name): Action => ({ name, act });
const actions = [action('a'), action('b'), action('c')];
const quick = { actions, count: 5, between: [0, 1] as const, say: () => {} };

const told = (seed: string) =>
  plan({ seed, actions, count: 50, between: [100, 200] }).map(({ afterMs, action: { name }, random }) => [
    afterMs,
    name,
    random(),
  ]);

describe('a schedule', () => {
  it('follows from its seed', () => {
    expect(told('one')).toEqual(told('one'));
    expect(told('one')).not.toEqual(told('two'));
  });

  it('keeps to its times and knows all actions', () => {
    const planned = plan({ seed: 'one', actions, count: 50, between: [100, 200] });
    for (const { afterMs } of planned) expect(afterMs).toSatisfy((ms: number) => ms >= 100 && ms < 200);
    expect(new Set(planned.map(({ action: { name } }) => name))).toEqual(new Set(['a', 'b', 'c']));
  });
});

describe('chaos', () => {
  it('does what its seed says, and tells of it', async () => {
    const lines: string[] = [];
    const done = await injectRandomly({ ...quick, seed: 'one', say: (line) => lines.push(line) });
    const names = plan({ ...quick, seed: 'one' }).map(({ action: { name } }) => `${name}: ${name}`);
    expect(done.map(({ what }) => what)).toEqual(names);
    expect(lines).toEqual(done.map(({ at, what }) => `${at} ${what}`));
  });

  it('tries again where there was nothing to do it to', async () => {
    let tries = 0;
    const absent = action('kill', async () => {
      tries += 1;
      return tries > 2 && 'dedup-1';
    });
    const done = await injectRandomly({ ...quick, seed: 'one', count: 1, actions: [absent] });
    expect([done.map(({ what }) => what), tries]).toEqual([['kill: dedup-1'], 3]);
  });

  it('ends when it is told to, and with the error of an action', async () => {
    const controller = new AbortController();
    const stops = action('stops', async () => {
      controller.abort();
      return 'once';
    });
    expect(await injectRandomly({ ...quick, seed: 'one', actions: [stops], signal: controller.signal })).toHaveLength(
      1,
    );
    const fails = action('fails', () => Promise.reject(new Error('no such instance')));
    await expect(injectRandomly({ ...quick, seed: 'one', actions: [fails] })).rejects.toThrow('no such instance');
  });
});
