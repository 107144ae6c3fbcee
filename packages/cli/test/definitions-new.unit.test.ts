import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatherDefinitions, parseDefinition } from '@heliograph/definitions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkDefinitions } from '../src/definitions/check.ts';
import { draftOf, fileNameOf } from '../src/definitions/draft.ts';
import { type Answers, ASKS, askAll } from '../src/definitions/questions.ts';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';

const TODAY = '2026-11-21';
const GIVEN: Readonly<Record<string, string>> = {
  application: 'acme',
  telemetry_type: 'weekly-status',
  title: 'Weekly status: what an Acme "server" is',
  owner: 'acme-team',
  system_id: '/system/id',
  'review.question': 'Which versions of Acme run?',
  'review.example': 'version 3.21.0 on 12 workers',
  'review.gathering': "Read from the server's own status, once a week",
  'review.burden': 'One query a week and a request of 300 bytes',
  'review.personal_data': 'The id is random; # nothing else tells who somebody is',
  'review.collected_since': '3.20',
  'review.visualisation': 'Shares of versions over time',
  'review.opt_out': 'Set telemetry: off in acme.conf and restart the server',
};
const lines = ASKS.map(({ key }) => GIVEN[key] ?? '');
const from = (given: readonly string[]) => {
  const left = [...given];
  const asked: string[] = [];
  const prompt = async (question: string) => {
    asked.push(question);
    return left.shift();
  };
  return { asked, prompt };
};

describe('the questions', () => {
  it('become a draft in which nothing is wrong', async () => {
    const answers = await askAll(from(lines).prompt, false);
    const file = fileNameOf(answers);
    expect(file).toBe('acme.weekly-status.yaml');
    const folder = gatherDefinitions([parseDefinition(file, draftOf(answers, TODAY))]);
    expect(checkDefinitions(folder, TODAY).findings).toEqual([]);
    expect(folder.files[0]?.definition).toMatchObject({
      application: 'acme',
      telemetry_type: 'weekly-status',
      title: GIVEN.title,
      status: 'draft',
      expires: '2027-11-21',
      review: { gathering: GIVEN['review.gathering'], personal_data: GIVEN['review.personal_data'] },
      record: { system_id: '/system/id', system_key: 'hash' },
      fields: { '/system/id': { type: 'string', sanitise: 'hash' } },
      influx: { measurement: 'acme_weekly_status' },
    });
  });

  it('may be left to what they stand for', async () => {
    const { system_id } = await askAll(from(lines.map((line) => (line === '/system/id' ? '' : line))).prompt, false);
    expect(system_id).toBe('/system_id');
  });

  it('are put again where the answer says nothing and there is somebody to ask', async () => {
    const { asked, prompt } = from(['Acme Server', ...lines]);
    await askAll(prompt, true);
    expect(asked).toHaveLength(ASKS.length + 1);
    expect(asked[1]).toMatch(/^Not taken: .+\.\nWhich product sends it\?$/);
  });

  it.each([
    [lines.slice(0, 3), 'the input ended before the answer to: Which team answers for it?'],
    [lines.with(4, 'id'), 'system_id: '],
    [lines.with(4, '/*/id'), 'system_id: one value, so no *'],
    [lines.with(5, 'none'), 'review.question: says nothing'],
  ])('end with what cannot be taken from a pipe', async (given, message) => {
    await expect(askAll(from(given).prompt, false)).rejects.toThrow(message);
  });
});

describe('a draft', () => {
  it.each([
    ['9lives', 'status', 't9lives_status'],
    ['a'.repeat(64), 'b'.repeat(64), 'a'.repeat(63)],
    ['a.b', 'c-d', 'a_b_c_d'],
  ])('of %s/%s has the measurement %s', (application, telemetry_type, measurement) => {
    const answers = { application, telemetry_type, title: 'Title', owner: 'o', system_id: '/id' } as Answers;
    const text = draftOf({ ...answers, review: {} as Answers['review'] }, TODAY);
    expect(text).toContain(`  measurement: ${measurement}\n`);
  });
});

describe('heliograph definitions new', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heliograph-new-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...argv: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await dispatch(heliograph, ['definitions', 'new', ...argv], {
      env: {},
      print: (line) => out.push(line),
      warn: (line) => err.push(line),
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }
  const answersFile = async (answers: object) => {
    const path = join(folder, 'answers.txt');
    await writeFile(path, stringify(answers));
    return path;
  };
  const nested = {
    ...Object.fromEntries(Object.entries(GIVEN).filter(([key]) => !key.includes('.'))),
    review: Object.fromEntries(
      Object.entries(GIVEN).flatMap(([key, answer]) => (key.startsWith('review.') ? [[key.slice(7), answer]] : [])),
    ),
  };

  it('writes what a file answers, and nothing over what is there', async () => {
    const path = join(folder, 'acme.weekly-status.yaml');
    const answers = await answersFile(nested);
    expect(await run(folder, '--answers', answers)).toEqual({ code: 0, out: path, err: '' });
    await writeFile(path, 'mine');
    expect(await run(folder, '--answers', answers)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('says what is wrong with the answers of a file, and where', async () => {
    const answers = await answersFile({ ...nested, application: 'Acme', review: { ...nested.review, burden: 'TODO' } });
    const { code, err } = await run(folder, '--answers', answers);
    expect(code).toBe(1);
    expect(err).toMatch(/answers\.txt:1:14: application: /);
    expect(err).toMatch(/answers\.txt:\d+:\d+: review\.burden: is not finished/);
    expect(await readdir(folder)).toEqual(['answers.txt']);
  });

  it('cannot be given a file that is not there, or two folders', async () => {
    expect(await run(folder, '--answers', join(folder, 'no'))).toMatchObject({ code: 2 });
    expect(await run(folder, folder)).toMatchObject({ code: 2 });
  });

  it('reads its answers from a pipe, one a line', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'definitions', 'new', folder], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${join(folder, 'acme.weekly-status.yaml')}\n` });
    expect(stderr).toContain('What question will this help us answer?');
    expect(await readdir(folder)).toEqual(['acme.weekly-status.yaml']);
  });
});
