import { describe, expect, it } from 'vitest';
import { chosenArtifacts, KAFKA_VERSION, versionOf } from '../../packages/local-stack/src/kafka-artifacts.ts';
import { nightlySuites, runAll } from './suites.ts';

const suites = ['a', 'b', 'c'].map((name) => ({ name, command: name, budgetSeconds: 1 }));
const result = (code: number) => ({ code, seconds: 1, events: [], overran: false });

describe('the nightly list', () => {
  it('has the failure suite, more runs of the properties, the newest Kafka and ten million bytes of fuzzing', () => {
    const commands = nightlySuites().map(({ command }) => command);
    expect(commands).toHaveLength(5);
    expect(commands).toContain('node test/failure/main.ts --long --quiet');
    expect(commands.join('\n')).toMatch(/^HELIOGRAPH_PROPERTY_RUNS=\d+ vitest run .*--project unit/m);
    const newest = commands.filter((command) => command.includes('kafka-artifacts.newest.json'));
    expect(newest.map((command) => command.split(' ').slice(1).join(' '))).toEqual([
      'HELIOGRAPH_TEST_SERVICES=native vitest run --project int',
      'node test/failure/main.ts --scenario mixed --quiet',
    ]);
    expect(commands.at(-1)).toBe('node test/fuzz/main.ts');
  });

  it('has a list of jars of a Kafka that is newer than the pinned one', async () => {
    const path = new URL('../../packages/local-stack/kafka-artifacts.newest.json', import.meta.url).pathname;
    const newest = versionOf(await chosenArtifacts({ KAFKA_ARTIFACTS: path }));
    expect(newest.localeCompare(KAFKA_VERSION, 'en', { numeric: true })).toBeGreaterThan(0);
  });

  it('goes on after a failure, and not after an interruption', async () => {
    const interrupted = new AbortController();
    const ran: string[] = [];
    const done = await runAll(
      suites,
      async ({ name }) => {
        ran.push(name);
        if (name === 'b') interrupted.abort();
        return result(name === 'a' ? 1 : 0);
      },
      interrupted.signal,
    );
    expect(ran).toEqual(['a', 'b']);
    expect(done.map((one) => one.result?.code)).toEqual([1, 0, undefined]);
  });
});
