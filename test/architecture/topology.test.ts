import { generateArtefacts, staleArtefacts } from '@heliograph/cli';
import {
  deadTopic,
  type InputTopicId,
  inputsOf,
  SERVICES,
  type ServiceName,
  TOPIC_IDS,
  TOPOLOGY,
  type TopicId,
} from '@heliograph/schema';
import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { file, isProduction, readRepository, type SourceFile } from './repository.ts';

const repository = readRepository();

interface Use {
  readonly reads: readonly TopicId[];
  readonly writes: readonly TopicId[];
}

const named = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`\\b${key}(?::| =) '([a-z.]+)'`, 'g'))].map(([, id]) => id).filter(isTopicId);
const isTopicId = (id: string | undefined): id is TopicId => TOPIC_IDS.some((known) => known === id);
const sorted = (ids: Iterable<TopicId>) => [...new Set(ids)].toSorted();

/**
 * What a service's code reads and writes, by the words that the stream package asks for, as a property or a constant:
 * `input`, `journal` and `table` are read, `topic` is written, and whoever has an input reads what of it is delivered again and
 * writes its dead letters.
 */
function useOf(service: ServiceName, files: readonly SourceFile[]): Use {
  const texts = files
    .filter((f) => isProduction(f) && f.path.startsWith(`services/${service}/`))
    .map(({ text }) => text);
  const inputs = texts.flatMap((text) => named(text, 'input')).flatMap((id) => inputsOf(id as InputTopicId));
  const journals = texts.flatMap((text) => [...named(text, 'journal'), ...named(text, 'table')]);
  const outputs = texts.flatMap((text) => named(text, 'topic'));
  const dead = inputs.map((id) => deadTopic(id as InputTopicId));
  return { reads: sorted([...inputs, ...journals]), writes: sorted([...outputs, ...dead]) };
}

const inTopology = (service: ServiceName): Use => ({
  reads: sorted(TOPIC_IDS.filter((id) => TOPOLOGY[id].readers.includes(service))),
  writes: sorted(TOPIC_IDS.filter((id) => TOPOLOGY[id].writers.includes(service))),
});

describe('topology', () => {
  it.each(SERVICES)('is what %s reads and writes', (service) => {
    expect(useOf(service, repository)).toEqual(inTopology(service));
  });

  it('would not agree with a service that reads and writes something else', () => {
    const use = useOf('dedup', [
      file('services/dedup/src/main.ts', "startProcessor({ input: 'raw', journal: 'seen' })"),
      file('services/dedup/src/handler.ts', "ok([{ topic: 'systems', key, value }])"),
    ]);
    expect(use).toEqual({ reads: ['raw', 'seen'], writes: ['raw.dead', 'systems'] });
    expect(use).not.toEqual(inTopology('dedup'));
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
