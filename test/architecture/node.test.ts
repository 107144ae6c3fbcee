import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readRepository } from './repository.ts';

const Workspace = z.object({ nodeVersion: z.string().optional() });
const Package = z.object({ devDependencies: z.object({ node: z.string() }) });

/** Packages are chosen for the Node that the scripts run on, and not for the one that runs pnpm. */
const choosesForItsNode = (workspace: string, packageJson: string) =>
  Workspace.parse(parse(workspace)).nodeVersion === Package.parse(JSON.parse(packageJson)).devDependencies.node;

it('pnpm chooses packages for the Node that comes with them', () => {
  const texts = new Map(readRepository().map(({ path, text }) => [path, text]));
  expect(choosesForItsNode(texts.get('pnpm-workspace.yaml') ?? '', texts.get('package.json') ?? '')).toBe(true);
});

it('would notice another version, or none', () => {
  const packageJson = JSON.stringify({ devDependencies: { node: '24.21.0' } });
  expect(choosesForItsNode('nodeVersion: 24.20.0', packageJson)).toBe(false);
  expect(choosesForItsNode('packages: []', packageJson)).toBe(false);
});
