import { eventually, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { startStoreProbe } from '../src/stores/store-probe.ts';

it('is ready while the summaries can be read, and only then', async () => {
  const { health, ready } = testRuntime();
  let failing = true;
  let failures = 0;
  const probe = async () => {
    if (!failing) return;
    failures += 1;
    throw new Error('no');
  };
  const probing = startStoreProbe({ everyMs: 1, health, probe });
  await eventually(async () => failures > 1);
  expect(ready()).toBe(false);
  failing = false;
  await eventually(async () => ready());
  failing = true;
  await eventually(async () => !ready());
  await probing.stop();
});
