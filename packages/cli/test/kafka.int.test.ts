import { TOPIC_IDS } from '@heliograph/schema';
import { moveGroup } from '@heliograph/stream';
import { definitionFile, publishRecords, testFolder, testKafka } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { LagRow } from '../src/commands/lag.ts';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';

const kafka = testKafka('cli');
const env: NodeJS.ProcessEnv = {
  HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
  HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
  HELIOGRAPH_TOPIC_PARTITIONS: '2',
};

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { env, print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
  return { code: await dispatch(heliograph, argv, terminal), out, err };
}

describe('heliograph with a broker', () => {
  it('plans, applies and checks the topics', async () => {
    const before = await run('topics', 'check');
    expect(before.code).toBe(1);
    expect(before.out[0]).toContain(`${kafka.topicPrefix}.raw.v1 is missing`);

    expect((await run('topics', 'plan')).out.at(-1)).toContain('is missing');
    expect((await run('topics', 'apply')).out).toContain(`created ${kafka.topicPrefix}.seen.v1`);
    expect((await run('topics', 'apply')).out).toEqual([`0 created, ${TOPIC_IDS.length} were there`]);
    expect(await run('topics', 'check')).toMatchObject({ code: 0 });
    expect((await run('topics', 'plan')).out.at(-1)).toBe('All of them are there.');
  });

  it('lets dedup remember for longer when a definition asks for it', async () => {
    const folder = await testFolder({ 'a.yaml': definitionFile({}, '20d') });
    env.HELIOGRAPH_DEFINITIONS_FOLDER = folder.path;
    const seen = `${kafka.topicPrefix}.seen.v1`;
    expect(await run('topics', 'check')).toMatchObject({
      code: 1,
      out: [expect.stringMatching(`^${seen} keeps its records for \\d+ h, and the definitions need 576 h; raise it`)],
    });
    expect((await run('topics', 'apply')).out).toContain(`${seen} keeps its records for 576 h now`);
    expect(await run('topics', 'check')).toMatchObject({ code: 0 });
    await folder.remove();
    delete env.HELIOGRAPH_DEFINITIONS_FOLDER;
  });

  it('tails a topic', async () => {
    await publishRecords(
      kafka,
      'raw',
      [1, 2, 3].map((n) => ({ key: 'k', value: { n }, headers: { a: 'b' } })),
    );

    const values = (lines: string[]) => lines.map((line) => JSON.parse(line).value.n);
    const all = await run('tail', 'raw');
    expect(values(all.out)).toEqual([1, 2, 3]);
    expect(JSON.parse(all.out[0] ?? '')).toMatchObject({ key: 'k', headers: { a: 'b' }, offset: '0' });
    expect(values((await run('tail', 'raw', '--limit', '1')).out)).toEqual([3]);
    expect(values((await run('tail', 'raw', '--limit', '2', '--from-beginning')).out)).toEqual([1, 2]);
    expect(values((await run('tail', 'raw', '--from-beginning')).out).toSorted()).toEqual([1, 2, 3]);
  });

  it('shows the lag of services that do not run, and how old it is', async () => {
    const { code, out } = await run('lag');
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^service +topic +partition +next offset +lag +age +owner$/);
    expect(out.filter((line) => /^sanitizer +raw +\d +0 +3 +\d+ s +none$/.test(line))).toHaveLength(1);
    expect(out).toContain('summarizer: no process owns 4 of its 4 partitions');

    const rows: LagRow[] = (await run('lag', '--json')).out.map((line) => JSON.parse(line));
    const behind = rows.filter(({ records }) => records > 0);
    expect(behind).toMatchObject([{ service: 'sanitizer', topic: 'raw', next: '0', records: 3, owner: null }]);
    // The records were published by the test before this one.
    expect(behind[0]?.seconds).toBeLessThan(60);
    expect(await run('lag', '--max-records', '2')).toMatchObject({ code: 1 });
    expect(await run('lag', '--max-records', '3', '--max-seconds', '86400')).toMatchObject({ code: 0 });
    await moveGroup(kafka, 'sanitizer', 'raw', 'end');
    expect(await run('lag', '--max-records', '0')).toMatchObject({ code: 0 });
  });
});
