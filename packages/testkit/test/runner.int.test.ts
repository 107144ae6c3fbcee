import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
const CONFIG = fileURLToPath(new URL('canaries/vitest.config.ts', import.meta.url));

/** What a run of the canaries prints. */
let output = '';
let code: number | string | null | undefined;

beforeAll(async () => {
  const args = [VITEST, 'run', '--config', CONFIG];
  await new Promise<void>((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      code = error?.code;
      output = stripVTControlCharacters(`${stdout}${stderr}`);
      resolve();
    });
  });
});

describe('a test that hangs', () => {
  it.each([
    ['waits for a row that never comes', 'store.rows === 3'],
    ['waits for an answer that never comes', 'await hangs() && store.rows > 0'],
  ])('%s, and is ended with its name and what it waited for', (name, condition) => {
    expect(code).toBe(1);
    const report = output.slice(output.indexOf(`FAIL  hanging.canary.ts > ${name}`));
    expect(report.slice(0, report.indexOf('❯'))).toMatch(/after \d+ ms still waiting for: /);
    expect(report.slice(0, report.indexOf('❯'))).toContain(condition);
    expect(output).not.toContain('Test timed out');
  });
});

describe('a test file that leaves something behind for the files after it', () => {
  it('fails', () => {
    expect(output).toContain('this file leaves fake timers behind');
    expect(output).toContain('this file leaves a changed environment behind');
  });
});
