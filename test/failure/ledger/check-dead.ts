import { TOPOLOGY } from '@heliograph/schema';
import type { Evidence, LogEntry } from './evidence.ts';
import type { Poison } from './expectation.ts';
import { doubled, type Finding, grouped, lost, unexplained } from './finding.ts';
import type { Ledger } from './ledger.ts';

/** Every stage that reads poison writes it to its dead letters, and nothing else: no good record ever gets there. */
export function* checkDead({ workload, answers }: Ledger, evidence: Evidence): Generator<Finding> {
  const logs = { raw: evidence.raw, sanitized: evidence.sanitized, observations: evidence.observationLog };
  const byName = {
    raw: grouped(logs.raw, nameOf),
    sanitized: grouped(logs.sanitized, nameOf),
    observations: grouped(logs.observations, nameOf),
  };
  const letters = grouped(evidence.dead, ({ origin, stage }) => `${origin} ${stage}`);
  const explained = new Set<string>();
  for (const [place, poison] of workload.poison.entries()) {
    const found = byName[poison.topic].get(poison.name) ?? [];
    const written = answers.poisonWritten(place);
    if (written === true && found.length === 0) yield lost(`poison is not in ${poison.topic}`, poison.name);
    if (written === undefined && found.length > 0) yield unexplained('poison that nobody wrote', poison.name);
    for (const { at } of found)
      for (const stage of readersOf(poison)) {
        const key = `${at} ${stage}`;
        explained.add(key);
        yield* checkLetters(poison, key, letters.get(key) ?? []);
      }
  }
  for (const [key, [letter]] of letters)
    if (!explained.has(key))
      yield unexplained(`a dead letter of what is no poison: ${key}, ${letter?.reason}`, nameAt(logs, letter?.origin));
}

function* checkLetters(poison: Poison, key: string, letters: Evidence['dead']): Generator<Finding> {
  if (letters.length === 0) yield lost(`no dead letter for ${key}`, poison.name);
  // A sink writes them before it moves its offset, so a kill between the two makes it write them again: counted once.
  if (letters.length > 1 && poison.topic !== 'observations')
    yield doubled(`${letters.length} dead letters for ${key}`, poison.name);
  for (const { at, reason, value } of letters) {
    if (reason !== poison.reason)
      yield unexplained(`${at} is dead for ${reason}, and not ${poison.reason}`, poison.name);
    if (value !== poison.value) yield unexplained(`${at} is not what was written`, poison.name);
  }
}

const nameOf = ({ name }: LogEntry) => name;
const readersOf = ({ topic }: Poison) => TOPOLOGY[topic].readers;

function nameAt(logs: Readonly<Record<string, readonly LogEntry[]>>, origin = ''): string {
  const log = logs[origin.split('/')[0] ?? ''] ?? [];
  return log.find(({ at }) => at === origin)?.name ?? origin;
}
