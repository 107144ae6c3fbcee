import { dispatch } from '@heliograph/cli';
import { describe, expect, it } from 'vitest';
import { development } from '../src/program.ts';

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { env: {}, print: (line: string) => out.push(line), warn: (line: string) => err.push(line) };
  const code = await dispatch(development, argv, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const NAMES = ['up', 'demo', 'generate'];

describe('npm run', () => {
  it('lists what is done in a checkout', async () => {
    const { code, out } = await run('help');
    expect(code).toBe(0);
    for (const name of NAMES) expect(out).toContain(`  ${name}`);
  });

  it.each(NAMES)('explains %s', async (name) => {
    const asked = await run('help', name);
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: npm run ${name}`) });
    expect(await run(name, '--help')).toEqual(asked);
  });

  it.each([
    ['generate', '--force'],
    ['demo', '--systems', '-1'],
    ['demo', '--gateway', 'nowhere'],
    ['demo', '--gateway', 'https://telemetry.example.org'],
  ])('answers %s %s %s with exit code 2 and says why', async (...argv) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^npm run/);
  });
});
