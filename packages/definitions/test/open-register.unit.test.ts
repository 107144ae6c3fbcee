import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHealth, createLogger } from '@heliograph/runtime';
import type { Definition } from '@heliograph/schema';
import { definitionFile, eventually, type TestFolder, testFolder } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { DefinitionError, openRegister } from '../src/index.ts';

const aFile = (application: string, given: Partial<Definition> = {}, lateWindow?: string) =>
  definitionFile({ application, ...given }, lateWindow);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function aFolder(files: Readonly<Record<string, string>> = { 'a.yaml': aFile('a') }): Promise<TestFolder> {
  const folder = await testFolder(files);
  ends.push(folder.remove);
  return folder;
}

/** Looks only when it is told to, unless a time is given. */
async function open(folder: TestFolder, prove?: (definition: Definition) => unknown, everyMs = 3_600_000) {
  const health = createHealth();
  const runtime = { health, log: createLogger('test', '0', 'silent') };
  const config = {
    definitionsFolder: folder.path,
    definitionsMode: 'production',
    definitionsReloadMs: everyMs,
  } as const;
  const onStop = (_: string, stop: () => Promise<void>) => void ends.push(stop);
  const register = await openRegister({ config, runtime, onStop }, prove);
  const warning = () => health.status().warnings?.definitions;
  const applications = () =>
    register.definitions.map(({ application }) => application).filter((one) => one !== 'heliograph');
  return { register, warning, applications };
}

describe('a live register', () => {
  it('follows its folder: what is added, changed and retired', async () => {
    const folder = await aFolder();
    const { register, applications } = await open(folder);
    const [before] = register.definitions;
    await folder.put('b.yaml', aFile('b', {}, '7d'));
    await register.reload();
    expect(applications()).toEqual(['a', 'b']);
    expect(register.definitions[0]).toBe(before);
    expect(register.longestLateWindow).toBe(7 * 86_400_000);

    await folder.put('b.yaml', aFile('b', { status: 'retired' }));
    await register.reload();
    expect(register.route('b', 'status', Date.now())).toEqual({ refused: 'definition_not_approved' });
    expect(register.find('b', 'status')).toMatchObject({ status: 'retired' });
  });

  it('looks by itself, until the service stops', async () => {
    const folder = await aFolder();
    const { applications } = await open(folder, undefined, 100);
    await folder.put('b.yaml', aFile('b'));
    await eventually(async () => applications().length === 2);
    await ends.pop()?.();
    const witness = await open(folder, undefined, 100);
    await folder.put('c.yaml', aFile('c'));
    await eventually(async () => witness.applications().length === 3);
    await folder.put('d.yaml', aFile('d'));
    await eventually(async () => witness.applications().length === 4);
    expect(applications()).toEqual(['a', 'b']);
  });

  it('refuses a broken change whole, warns of it, and takes it once it is mended', async () => {
    const folder = await aFolder();
    const { register, warning, applications } = await open(folder);
    await folder.put('a.yaml', aFile('a', { title: 'Changed' }));
    await folder.put('b.yaml', 'application: [');
    await register.reload();
    expect(register.find('a', 'status')?.title).toBe('Example');
    expect(warning()).toMatch(/^a change is refused: b\.yaml:1:15: /);

    await folder.put('b.yaml', aFile('b'));
    await register.reload();
    expect(warning()).toBeUndefined();
    expect(applications()).toEqual(['a', 'b']);
    expect(register.find('a', 'status')?.title).toBe('Changed');
  });

  it('takes back the warning when the change is taken back', async () => {
    const folder = await aFolder();
    const { register, warning } = await open(folder);
    const { definitions } = register;
    await folder.put('b.yaml', 'application: [');
    await register.reload();
    expect(warning()).toBeDefined();
    await folder.drop('b.yaml');
    await register.reload();
    expect(warning()).toBeUndefined();
    expect(register.definitions).toBe(definitions);
  });

  it.each([
    ['a file', async (folder: TestFolder) => folder.drop('a.yaml'), 'a/status is gone'],
    ['the folder', async (folder: TestFolder) => rename(folder.path, `${folder.path}-away`), 'cannot be read'],
  ])('goes on with what it has when %s is gone', async (_, take, why) => {
    const folder = await aFolder({ 'a.yaml': aFile('a'), 'b.yaml': aFile('b') });
    const { register, warning, applications } = await open(folder);
    await take(folder);
    await register.reload();
    expect(applications()).toEqual(['a', 'b']);
    expect(warning()).toContain(why);
    await rename(`${folder.path}-away`, folder.path).catch(() => undefined);
  });

  it('refuses what this service cannot use, although the file is good', async () => {
    const folder = await aFolder();
    const { register, warning } = await open(folder, ({ title }) => {
      if (title === 'Unusable') throw new Error('makes no points');
    });
    await folder.put('a.yaml', aFile('a', { title: 'Unusable' }));
    await register.reload();
    expect(register.definitions[0]?.title).toBe('Example');
    expect(warning()).toContain('a.yaml: makes no points');
  });

  it('follows the links that Kubernetes swaps when a ConfigMap changes', async () => {
    const folder = await aFolder({});
    const inside = (...names: string[]) => join(folder.path, ...names);
    for (const [version, title] of Object.entries({ '..1': 'Old', '..2': 'New' })) {
      await mkdir(inside(version));
      await writeFile(inside(version, 'a.yaml'), aFile('a', { title }));
    }
    await symlink('..1', inside('..data'));
    await symlink('..data/a.yaml', inside('a.yaml'));
    const { register } = await open(folder);
    expect(register.definitions[0]?.title).toBe('Old');
    await symlink('..2', inside('..data_tmp'));
    await rename(inside('..data_tmp'), inside('..data'));
    await register.reload();
    expect(register.definitions[0]?.title).toBe('New');
  });

  it('has to have something to begin with', async () => {
    const folder = await aFolder({ 'a.yaml': 'application: [' });
    await expect(open(folder)).rejects.toThrow(DefinitionError);
  });

  it('takes a change of comments for none', async () => {
    const folder = await aFolder();
    const { register } = await open(folder);
    const [before] = register.definitions;
    await folder.put('a.yaml', `# reviewed\n${aFile('a')}`);
    await register.reload();
    expect(register.definitions[0]).toBe(before);
  });
});
