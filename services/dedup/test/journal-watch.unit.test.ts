import { testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { checkJournal } from '../src/journal-watch.ts';

const HOUR_MS = 3_600_000;
const topic = 'telemetry.seen.v1';

it('warns, with the command that mends it, while the journal keeps less than the definitions need', async () => {
  const warnings = new Map<string, string>();
  const health = {
    warn: (about: string, why: string) => void warnings.set(about, why),
    unwarn: (about: string) => void warnings.delete(about),
  };
  const world = { keptMs: 144 * HOUR_MS, longestLateWindow: 48 * HOUR_MS, isAway: false };
  const options = {
    register: {
      get longestLateWindow() {
        return world.longestLateWindow;
      },
    },
    async findShort(longestMs: number) {
      if (world.isAway) throw new Error('the broker is away');
      const neededMs = longestMs + 96 * HOUR_MS;
      return world.keptMs < neededMs ? [{ topic, keptMs: world.keptMs, neededMs }] : [];
    },
    health,
    log: testRuntime().log,
  };
  await checkJournal(options);
  expect([...warnings]).toEqual([]);

  world.longestLateWindow = 168 * HOUR_MS;
  await checkJournal(options);
  const why = 'telemetry.seen.v1 keeps 144 h, the definitions need 264 h; raise it with: heliograph topics apply';
  expect([...warnings]).toEqual([['journal', why]]);

  // Whether it has been mended is not known.
  world.isAway = true;
  await checkJournal(options);
  expect([...warnings.keys()]).toEqual(['journal']);

  world.isAway = false;
  world.keptMs = 264 * HOUR_MS;
  await checkJournal(options);
  expect([...warnings]).toEqual([]);
});
