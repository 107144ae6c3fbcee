import { parseAccessKey } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import { testKafka } from '@heliograph/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';

const kafka = testKafka('cli');
const SECRET = 'a secret of the tests, and no other';
const ENV = {
  HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
  HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
  HELIOGRAPH_TOPIC_PARTITIONS: '2',
};

async function run(argv: string[], env: NodeJS.ProcessEnv = { ...ENV, HELIOGRAPH_ACCESS_KEY_SECRET: SECRET }) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { env, print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
  return { code: await dispatch(heliograph, ['keys', ...argv], terminal), out, err };
}
const list = async (...argv: string[]) => JSON.parse((await run(['list', '--json', ...argv], ENV)).out[0] ?? '');

beforeAll(async () => {
  await dispatch(heliograph, ['topics', 'apply'], { env: ENV, print: () => {}, warn: () => {} });
});

describe('heliograph keys', () => {
  it('makes a key, which it prints once and keeps nowhere', async () => {
    expect((await run(['list'], ENV)).out).toEqual(['There are no keys.']);
    const made = await run(['create', '--application', 'pulp', '--note', 'north']);
    expect(made).toMatchObject({ code: 0, err: [expect.stringContaining('A key for pulp, without an end')] });
    const key = parseAccessKey(made.out.join('\n'));
    expect(key).toBeDefined();
    const stored = await readTopic(kafka, 'keys');
    expect(stored.map((record) => record.key)).toEqual([key?.id]);
    expect(String(stored[0]?.value)).not.toContain(key?.secret ?? '');
    expect((await run(['list'], ENV)).out.join('\n')).toMatch(
      new RegExp(`${key?.id} +pulp +valid +\\S+ +never +north`),
    );
  });

  it('makes one that expires, for an application that nobody has registered yet', async () => {
    const made = await run(['create', '--application', 'later', '--expires', '2h', '--json']);
    expect(made).toMatchObject({ code: 0, err: [expect.stringContaining('There is no definition of later yet')] });
    const { key, application, expires_at, state } = JSON.parse(made.out[0] ?? '');
    expect(parseAccessKey(key)).toBeDefined();
    expect({ application, state }).toEqual({ application: 'later', state: 'valid' });
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(7_190_000);
    const listed = await list('--application', 'later');
    expect(listed).toEqual([expect.objectContaining({ application: 'later', expires_at })]);
    expect(JSON.stringify(listed)).not.toContain('hash');
  });

  it('revokes one for ever, again if asked, and leaves the others alone', async () => {
    const { id } = JSON.parse((await run(['create', '--application', 'trento', '--json'])).out[0] ?? '');
    expect(await run(['revoke', id], ENV)).toMatchObject({ code: 0, out: [`${id} of trento is revoked`] });
    const [{ revoked_at }] = await list('--application', 'trento');
    expect(JSON.parse((await run(['revoke', id, '--json'], ENV)).out[0] ?? '')).toMatchObject({
      state: 'revoked',
      revoked_at,
    });
    expect((await list()).map((one: { state: string }) => one.state)).toEqual(['valid', 'valid', 'revoked']);
    expect(await run(['revoke', 'abcdefghijkl'], ENV)).toMatchObject({
      code: 1,
      err: ['heliograph keys: there is no key abcdefghijkl; see heliograph keys list'],
    });
  });

  it('makes none without the secret', async () => {
    const { code, out, err } = await run(['create', '--application', 'pulp'], ENV);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err.join()).toContain('HELIOGRAPH_ACCESS_KEY_SECRET: is required');
  });
});
