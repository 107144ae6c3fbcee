import { describe, expect, it } from 'vitest';
import { createHealth } from '../src/index.ts';

describe('health', () => {
  it('is not ready before a part has proven that it works', () => {
    expect(createHealth().status()).toEqual({ ready: false, parts: {} });
  });

  it('is ready while all parts are', () => {
    const health = createHealth();
    health.proven('kafka');
    health.waiting('store', 'starting');
    expect(health.status()).toEqual({
      ready: false,
      parts: { kafka: { ready: true }, store: { ready: false, why: 'starting' } },
    });
    health.proven('store');
    expect(health.status()).toEqual({ ready: true, parts: { kafka: { ready: true }, store: { ready: true } } });
    health.waiting('kafka', 'gone');
    expect(health.status().ready).toBe(false);
  });

  it('is not ready any more once it drains, whatever is proven afterwards', () => {
    const health = createHealth();
    health.proven('kafka');
    health.draining();
    health.proven('kafka');
    expect(health.status()).toEqual({
      ready: false,
      parts: { kafka: { ready: true }, process: { ready: false, why: 'draining' } },
    });
  });

  it('is as ready as it was while it warns, and makes nothing ready that has proven nothing', () => {
    const health = createHealth();
    health.warn('definitions', 'broken');
    expect(health.status()).toEqual({ ready: false, parts: {}, warnings: { definitions: 'broken' } });
    health.proven('kafka');
    expect(health.status()).toMatchObject({ ready: true, warnings: { definitions: 'broken' } });
    health.unwarn('definitions');
    expect(health.status()).toEqual({ ready: true, parts: { kafka: { ready: true } } });
  });

  it('tells each change of readiness once', () => {
    const heard: boolean[] = [];
    const health = createHealth(({ ready }) => heard.push(ready));
    health.waiting('a', 'starting');
    health.proven('a');
    health.proven('a');
    health.waiting('b', 'starting');
    health.waiting('b', 'still');
    health.proven('b');
    health.draining();
    health.draining();
    expect(heard).toEqual([true, false, true, false]);
  });
});
