import { propertyRuns, toyEmissions } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../src/client/kafka-client.ts';
import { startProcessor } from '../src/consume/processor.ts';
import type { PartitionHandler } from '../src/outcome/handler.ts';
import { dead, drop, ok } from '../src/outcome/outcome.ts';
import type { Restore } from '../src/read/journal.ts';
import { groupOf, topicOf } from './simulated-client.ts';
import { PARTITIONS } from './simulated-consumer.ts';
import {
  clientOf,
  holdTime,
  type Inputs,
  inputs,
  type Member,
  releaseTime,
  SimulatedStage,
  schedules,
} from './simulated-stage.ts';

// A real broker cannot be stopped between two given effects, so here its client library is replaced. What runs on it is
// the processor, its loop, the journal, positions and settling as they are shipped.
vi.mock('../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));

beforeEach(holdTime);
afterEach(releaseTime);

/** Lets each letter pass once: what dedup does, with nothing but a set. */
async function openSet(
  restore: Restore,
  report: (memory: ReadonlySet<string>) => void,
): Promise<PartitionHandler<'observations' | 'seen'>> {
  const memory = new Set<string>();
  await restore(({ key }) => void memory.add(key ?? ''));
  report(memory);
  return {
    decide(batch) {
      const fresh = new Set<string>();
      const outcomes = batch.map(({ key }) => {
        const letter = key ?? '';
        if (letter === 'poison') return dead('invalid_envelope', 'made so by the test');
        if (memory.has(letter) || fresh.has(letter)) return drop('duplicate');
        fresh.add(letter);
        return ok(
          toyEmissions({ topic: 'observations', key: letter, value: letter }, { topic: 'seen', key: letter, value: 1 }),
        );
      });
      const committed = () => {
        for (const letter of fresh) memory.add(letter);
        report(memory);
      };
      return { outcomes, committed };
    },
  };
}

const keysOf = (records: readonly { key: string | null }[]) => records.map(({ key }) => key ?? '');

function createStage(given: Inputs) {
  /** What the process that restored or committed last remembered then, and what the journal held of it. */
  const reports = new Map<number, { remembered: string[]; journalled: string[] }>();
  const journal = (partition: number) =>
    keysOf(stage.committed('seen', partition).filter(({ value }) => value !== null));
  const start = ({ kafka, runtime }: Member) =>
    startProcessor({
      stage: 'dedup',
      version: 'test',
      input: 'sanitized',
      journal: 'seen',
      kafka,
      runtime,
      open: (partition, restore) =>
        openSet(restore, (memory) =>
          reports.set(partition, { remembered: [...memory], journalled: journal(partition) }),
        ),
    });
  const stage = new SimulatedStage({ stage: 'dedup', input: 'sanitized', start }, given);
  const position = (partition: number) =>
    stage.broker.position(groupOf('dedup'), topicOf('sanitized'), partition) ?? 0n;
  const isDone = () => PARTITIONS.every((partition) => position(partition) === stage.end(partition));
  return { stage, reports, journal, isDone };
}

async function settledBy({ runtime }: Member): Promise<number> {
  const metric = await runtime.registry.getSingleMetric('heliograph_records_total')?.get();
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

const isNotPoison = (letter: string) => letter !== 'poison';

describe('a processor with a journal', () => {
  it('passes on each letter once and in order, whatever befalls whom between whichever effects', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, schedules, async (given, schedule) => {
        const { stage, reports, journal, isDone } = createStage(given);
        await stage.run(schedule);
        await stage.recover(isDone);
        for (const partition of PARTITIONS) {
          const letters = keysOf(stage.committed('sanitized', partition));
          const distinct = [...new Set(letters)].filter(isNotPoison);
          expect(keysOf(stage.committed('observations', partition))).toEqual(distinct);
          expect(journal(partition)).toEqual(distinct);
          const poison = letters.filter((letter) => letter === 'poison');
          expect(keysOf(stage.committed('sanitized.dead', partition))).toEqual(poison);
        }
        expect(stage.members.flatMap((member) => member.failures)).toEqual([]);

        stage.replaceAll();
        reports.clear();
        await stage.recover(() => reports.size === PARTITIONS.length);
        for (const { remembered, journalled } of reports.values()) expect(remembered).toEqual(journalled);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  it('remembers what its journal holds after every commit, and counts each record as ok, dropped or dead', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (given) => {
        const { stage, reports, isDone } = createStage(given);
        await stage.recover(() => {
          for (const { remembered, journalled } of reports.values()) expect(remembered).toEqual(journalled);
          return reports.size === PARTITIONS.length && isDone();
        });
        const counted = await Promise.all(stage.members.map(settledBy));
        const records = PARTITIONS.flatMap((partition) => stage.committed('sanitized', partition));
        expect(counted.reduce((sum, n) => sum + n, 0)).toBe(records.length);
      }),
      { numRuns: propertyRuns(20) },
    );
  });
});
