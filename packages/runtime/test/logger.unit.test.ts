import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const source = new URL('../src/index.ts', import.meta.url).href;

/** The lines that a process of its own writes to standard output, which is where a logger writes. */
function logged(level: string, script: string): Record<string, unknown>[] {
  const code = `import { createLogger } from '${source}'; const log = createLogger('dedup', '1.2.3', '${level}'); ${script}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('logger', () => {
  it('writes one JSON object a line, with service, version, level and time', () => {
    const [line, ...more] = logged('info', "log.info({ partition: 3 }, 'started'); log.debug('not at this level')");
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'dedup',
      version: '1.2.3',
      partition: 3,
      msg: 'started',
    });
    expect(more).toEqual([]);
  });

  it('reduces errors, whose other fields may hold rows, requests or addresses, to what they are', () => {
    const [line] = logged(
      'info',
      `const cause = Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED', address: '192.0.2.1', port: 5432 });
       const err = Object.assign(new TypeError('no'), { detail: 'Key (id)=(secret)', where: 'secret', cause });
       log.error({ err }, 'failed');`,
    );
    expect(line?.err).toEqual({
      name: 'TypeError',
      message: 'no',
      stack: expect.stringContaining('TypeError: no'),
      cause: {
        name: 'Error',
        message: 'connect failed',
        code: 'ECONNREFUSED',
        stack: expect.stringContaining('Error: connect failed'),
      },
    });
  });

  it('does not write out what was thrown instead of an error', () => {
    const [line] = logged('info', "log.error({ err: 'a payload' }, 'failed')");
    expect(line?.err).toEqual({ name: 'string' });
  });
});
