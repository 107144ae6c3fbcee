import { createRegister } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createLook, expiriesOf, soonOrExpired, watchExpiry } from '../src/definition-expiry.prometheus.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-21T12:00:00Z');
const expiring = (application: string, expires: string, status: 'approved' | 'draft' | 'retired' = 'approved') =>
  aDefinition({ application, expires, status });
const definitions = [
  expiring('later', '2026-12-22'),
  expiring('soon', '2026-12-21'),
  expiring('expired', '2026-11-20'),
  expiring('draft', '2026-11-22', 'draft'),
  expiring('retired', '2026-11-22', 'retired'),
];
const register = createRegister(definitions);

describe('what expires', () => {
  it('is told from thirty days before, and afterwards, of what takes data in', () => {
    const told = soonOrExpired(expiriesOf(register, now));
    expect(told.map(({ definition, daysLeft }) => [definition.application, daysLeft])).toEqual([
      ['soon', 30],
      ['expired', -1],
    ]);
  });

  it('may be a draft in development', () => {
    const development = expiriesOf(createRegister(definitions, 'development'), now);
    expect(development.map(({ definition }) => definition.application)).toContain('draft');
  });

  it('is written to the log once a day, and again at once for a definition that has changed', () => {
    const lines: object[] = [];
    const log = { warn: (fields: object) => void lines.push(fields) };
    const world = { nowMs: now, register };
    const live = {
      ...register,
      get definitions() {
        return world.register.definitions;
      },
    };
    const look = createLook(live, log, () => world.nowMs);
    look();
    look();
    expect(lines).toMatchObject([
      { application: 'soon', owner: 'tests', expires: '2026-12-21', daysLeft: 30 },
      { application: 'expired', daysLeft: -1 },
    ]);
    world.nowMs += DAY_MS;
    look();
    expect(lines.slice(2)).toMatchObject([
      { application: 'later' },
      { application: 'soon' },
      { application: 'expired' },
    ]);
    world.register = createRegister([expiring('soon', '2026-12-01')]);
    look();
    expect(lines.slice(5)).toMatchObject([{ application: 'soon', expires: '2026-12-01' }]);
  });

  it('is in the metrics as the moment at which it expires, for as long as it is in the register', async () => {
    const registry = new Registry();
    const world = { register };
    const live = {
      ...register,
      get definitions() {
        return world.register.definitions;
      },
    };
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const watch = watchExpiry(live, { log, registry }, () => now);
    const moments = async () => {
      const metric = await registry.getSingleMetric('heliograph_definition_expires_timestamp_seconds')?.get();
      return metric?.values.map(({ labels, value }) => [labels.application, value]);
    };
    expect(await moments()).toContainEqual(['soon', Date.parse('2026-12-21') / 1000]);
    world.register = createRegister([expiring('later', '2027-01-01')]);
    expect(await moments()).toEqual([['later', Date.parse('2027-01-01') / 1000]]);
    await watch.stop();
  });
});
