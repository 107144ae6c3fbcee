import { eventually, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { startStoreProbe } from '../src/stores/store-probe.ts';

it('is ready while the summaries can be read, and only then', async () => {
  const { health, ready } = testRuntime();
  let failing = true;
  const probe = async () => {
    if (failing) throw new Error('no');
  };
  const probing = startStoreProbe({ everyMs: 1, health, probe });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ready()).toBe(false);
  failing = false;
  await eventually(async () => ready());
  failing = true;
  await eventually(async () => !ready());
  await probing.stop();
});
