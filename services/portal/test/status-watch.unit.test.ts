import { describe, expect, it } from 'vitest';
import { Config } from '../src/config.ts';
import { type Target, Targets } from '../src/status/targets.ts';
import { POLL_INTERVAL_MS, watchPipeline } from '../src/status/watch.ts';

describe('the targets', () => {
  it('are services and where their processes are, several of one too', () => {
    expect(
      Targets.parse('gateway=http://c.example:9400/, dedup=https://a.example/x,dedup=http://b.example:1,'),
    ).toEqual([
      { service: 'gateway', url: 'http://c.example:9400' },
      { service: 'dedup', url: 'https://a.example/x' },
      { service: 'dedup', url: 'http://b.example:1' },
    ]);
  });

  it.each(['gateway', 'gateway=', '=http://a', 'evil=http://a.example', 'gateway=ftp://a.example', 'http://a.example'])(
    'cannot be %s',
    (text) => {
      expect(Targets.safeParse(text).error?.issues[0]?.message).toContain('service=URL');
    },
  );

  it('need not be there', () => {
    expect(Config.shape.portalStatusTargets.parse(undefined)).toBeUndefined();
  });
});

describe('watching', () => {
  const targets: Target[] = [
    { service: 'gateway', url: 'http://gateway.example:9400' },
    { service: 'dedup', url: 'http://dedup.example:9400' },
  ];

  it('asks every target, at most once in ten seconds however many look', async () => {
    const asked: string[] = [];
    let nowMs = 1000;
    const scrape = async ({ service }: Target) => {
      asked.push(service);
      return { service };
    };
    const watch = watchPipeline({ targets, scrape, now: () => nowMs });
    const all = await Promise.all([watch.read(), watch.read(), watch.read()]);
    expect(asked).toEqual(['gateway', 'dedup']);
    expect(all[0]).toBe(all[2]);
    nowMs += POLL_INTERVAL_MS - 1;
    await watch.read();
    expect(asked).toHaveLength(2);
    nowMs += 1;
    expect((await watch.read())?.checked_at).toBe(new Date(nowMs).toISOString());
    expect(asked).toHaveLength(4);
  });

  it('says nothing of where they are', async () => {
    const watch = watchPipeline({ targets, scrape: async ({ service }) => ({ service }), now: () => 0 });
    expect(JSON.stringify(await watch.read())).not.toContain('.example');
  });

  it('has nothing to say without targets', async () => {
    const scrape = () => Promise.reject(new Error('nobody is asked'));
    expect(await watchPipeline({ targets: [], scrape, now: () => 0 }).read()).toBeUndefined();
  });
});
