import { describe, expect, it } from 'vitest';
import { dispatch } from '../src/dispatch.ts';
import { heliograph } from '../src/program.ts';

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await dispatch(heliograph, argv, {
    env: {},
    print: (line) => out.push(line),
    warn: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const NAMES = ['topics', 'tail', 'replay', 'definitions', 'keys'];

describe('heliograph', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('lists its commands for %j', async (argv) => {
    const { code, out } = await run(...argv);
    expect(code).toBe(0);
    for (const name of NAMES) expect(out).toContain(`  ${name}`);
  });

  it.each(NAMES)('explains %s', async (name) => {
    const asked = await run('help', name);
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: heliograph ${name}`) });
    expect(await run(name, '--help')).toEqual(asked);
  });

  it.each([
    ['nothing'],
    ['constructor'],
    ['up'],
    ['generate'],
    ['help', 'nothing'],
    ['tail'],
    ['tail', 'nothing'],
    ['tail', 'raw', '--limit', 'x'],
    ['topics'],
    ['topics', 'drop'],
    ['topics', 'plan', '--min-in-sync', '0'],
    ['definitions', 'approve'],
    ['keys'],
    ['keys', 'show'],
    ['keys', 'list', 'all'],
    ['keys', 'revoke'],
    ['keys', 'revoke', 'hg_1'],
    ['keys', 'create'],
    ['keys', 'create', '--application', 'No Name'],
    ['keys', 'create', '--application', 'pulp', '--expires', '0d'],
    ['keys', 'create', '--application', 'pulp', '--expires', 'soon'],
  ])('answers %s %s %s with exit code 2 and says why', async (...argv) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^heliograph/);
  });

  it('lists the definitions that take data', async () => {
    const { code, out } = await run('definitions', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(/trento +host_telemetry +1/);
  });

  it('tells an unfit folder from a line that means nothing', async () => {
    expect(await run('definitions', 'check', '/nowhere/at/all')).toMatchObject({ code: 1 });
    expect(await run('definitions', 'check', '--everything')).toMatchObject({ code: 2 });
  });
});
