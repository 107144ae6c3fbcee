import { createRegister } from '@heliograph/schema';
import { aDefinition, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { createDailyWork } from '../src/publish/daily-work.ts';
import type { PeriodState } from '../src/publish/next-action.ts';
import type { Publication, PublishResult } from '../src/publish/publisher.postgres.ts';

const definition = aDefinition({ record: { system_id: '/id', late_window: '20d' } });
const SOURCE = {
  application: definition.application,
  telemetry_type: definition.telemetry_type,
  channel: 'production',
};
const state = (start: string, given: Partial<PeriodState> = {}): PeriodState => ({
  ...SOURCE,
  period: 'day',
  start,
  dirty: true,
  summarised: true,
  final: false,
  open: false,
  ...given,
});

/** A work whose counts take ten seconds each, and which notes what it has published. */
function aWork(days: () => readonly PeriodState[]) {
  let nowMs = Date.parse('2026-11-20T12:00:00.000Z');
  const published: string[] = [];
  const forgot: string[] = [];
  const work = createDailyWork({
    register: createRegister([definition]),
    publisher: {
      days: async () => [...days()],
      spans: async () => [],
      async publish({ start }, publication: Publication): Promise<PublishResult> {
        published.push(`${start}${publication.finally ? ' finally' : ''}`);
        return 'changed';
      },
      close: async () => 'closed',
    },
    async count() {
      nowMs += 10_000;
      return { changes: 1n, systems: 0, counted: [] };
    },
    async forget(atMs) {
      forgot.push(new Date(atMs).toISOString());
    },
    log: testRuntime().log,
    now: () => nowMs,
    graceMs: 0,
    keepMs: 0,
  });
  return {
    published,
    forgot,
    async after(ms: number) {
      nowMs += ms;
      await work(new AbortController().signal);
      return published.splice(0);
    },
  };
}

it('recomputes what is published in rounds, which take a tenth of the time', async () => {
  const { after } = aWork(() => [state('2026-11-18'), state('2026-11-19')]);
  const both = ['2026-11-18', '2026-11-19'];
  expect(await after(0)).toEqual(both);
  // Two counts of ten seconds: the rest is three minutes from the end of the first one.
  expect(await after(0)).toEqual([]);
  expect(await after(169_999)).toEqual([]);
  expect(await after(1)).toEqual(both);
});

it('delays no first publication, and no last one', async () => {
  const days = [state('2026-10-30'), state('2026-11-18'), state('2026-11-19', { summarised: false })];
  const { after } = aWork(() => days);
  expect(await after(0)).toEqual(['2026-10-30 finally', '2026-11-18', '2026-11-19']);
  expect(await after(0)).toEqual(['2026-10-30 finally', '2026-11-19']);
});

it('forgets once a day', async () => {
  const { after, forgot } = aWork(() => []);
  await after(0);
  await after(1000);
  await after(86_400_000);
  expect(forgot).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-21T12:00:01.000Z']);
});

it('stops between two periods when it is told to', async () => {
  const abort = new AbortController();
  const counted: string[] = [];
  const work = createDailyWork({
    register: createRegister([definition]),
    publisher: {
      days: async () => [state('2026-11-18'), state('2026-11-19')],
      spans: async () => [state('2026-11-16', { period: 'week' })],
      publish: async () => 'unchanged',
      close: async () => 'closed',
    },
    async count({ start }) {
      counted.push(start);
      abort.abort();
      return { changes: 1n, systems: 0, counted: [] };
    },
    forget: () => Promise.reject(new Error('forgets though it is to stop')),
    log: testRuntime().log,
    now: () => Date.parse('2026-11-20T12:00:00.000Z'),
    graceMs: 0,
    keepMs: 0,
  });
  await work(abort.signal);
  expect(counted).toEqual(['2026-11-18']);
});
