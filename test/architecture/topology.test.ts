import { join } from 'node:path';
import { generateArtefacts, staleArtefacts } from '@heliograph/devtools';
import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { withProject } from './fixture-project.ts';
import { file, readRepository } from './repository.ts';
import { outputOf, ROOT, TOOL_MS } from './tools.ts';

const repository = readRepository();

const PLANTED = `
import { type ConsumerRecord, decode, drop, ok, openFencedPublisher, type Runtime, startProcessor, startSink } from '@heliograph/stream';
declare const rest: { version: string; kafka: Parameters<typeof openFencedPublisher>[0]['kafka']; runtime: Runtime };
declare const record: ConsumerRecord;
const decoded = decode('sanitized', record);
const observation = 'message' in decoded ? decoded.message : undefined;
const value = observation ?? null;
if (observation === undefined || value === null) throw new Error();
const one = (outcome: ReturnType<typeof ok>) => ({ decide: () => ({ outcomes: [outcome] }) });
/* fits */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', open: async () => ({ decide: () => ({ outcomes: [ok([{ topic: 'sanitized', key: 'k', value }])] }) }) });
/* fits */ void startSink({ ...rest, stage: 'influx-sink', input: 'observations', errors: [], open: () => ({ write: async () => ({ outcomes: [drop('x')] }) }) });
/* not its topic */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', open: async () => ({ decide: () => ({ outcomes: [ok([{ topic: 'observations', key: 'k', value }])] }) }) });
/* not its dead letters */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', open: async () => ({ decide: () => ({ outcomes: [ok([{ topic: 'raw.dead', key: 'k', value }])] }) }) });
/* not the shape */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', open: async () => ({ decide: () => ({ outcomes: [ok([{ topic: 'sanitized', key: 'k', value: { n: 1 } }])] }) }) });
/* no tombstones there */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', open: async () => ({ decide: () => ({ outcomes: [ok([{ topic: 'sanitized', key: 'k', value: null }])] }) }) });
/* not its input */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'sanitized', open: async () => one(ok()) });
/* not its journal */ void startProcessor({ ...rest, stage: 'sanitizer', input: 'raw', journal: 'seen', open: async () => one(ok()) });
/* a sink emits nothing */ void startSink({ ...rest, stage: 'influx-sink', input: 'observations', errors: [], open: () => ({ write: async () => ({ outcomes: [ok([{ topic: 'observations', key: 'k', value }])] }) }) });
/* not its topic */ void openFencedPublisher({ stage: 'dedup', topic: 'summaries', kafka: rest.kafka, log: rest.runtime.log });
/* not the shape of the topic */ decode('seen', record) satisfies { message: { system_key: string } } | { dead: unknown };
`;

describe('the topology', () => {
  it('is what the compiler knows: a stage that emits what it does not own, or in another shape, does not compile', {
    timeout: TOOL_MS,
  }, async () => {
    const at = (path: string) => join(ROOT, path);
    const config = {
      extends: at('tsconfig.base.json'),
      compilerOptions: {
        types: ['node'],
        typeRoots: [at('node_modules/@types')],
        paths: { '@heliograph/stream': [at('packages/stream/src/index.ts')] },
      },
      include: ['planted.ts'],
    };
    const files = [
      file('planted.ts', PLANTED),
      file('package.json', JSON.stringify({ type: 'module' })),
      file('tsconfig.json', JSON.stringify(config)),
    ];
    const output = await withProject(files, (root) => outputOf('tsc', ['-p', '.', '--pretty', 'false'], root));
    const wrong = [...output.matchAll(/^planted\.ts\((\d+),.*error TS\d+/gm)].map(([, line]) => Number(line));
    const said = [...new Set(wrong)].map((line) => /^\/\* (.*?) \*\//.exec(PLANTED.split('\n')[line - 1] ?? '')?.[1]);
    expect(said).toEqual([...PLANTED.matchAll(/^\/\* (?!fits)(.*?) \*\//gm)].map(([, text]) => text));
    expect(output.match(/error TS/g)?.length).toBe(wrong.length);
  });
});

describe('generated files', () => {
  const folder = 'packages/schema/generated/';
  const present = new Map(
    repository.filter(({ path }) => path.startsWith(folder)).map(({ path, text }) => [path.slice(folder.length), text]),
  );
  const fresh = generateArtefacts(shippedDefinitions().longestLateWindow);

  it('are fresh', () => {
    expect(staleArtefacts(fresh, present)).toEqual([]);
  });

  it('would be found stale', () => {
    const changed = new Map(present).set('topology.md', '# Topology');
    expect(staleArtefacts(fresh, changed)).toEqual(['topology.md is out of date']);
  });
});
