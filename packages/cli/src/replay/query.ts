import {
  DEAD_REASONS,
  DEAD_TOPIC_IDS,
  type DeadTopicId,
  parseDuration,
  parseRfc3339,
  TOPOLOGY,
} from '@heliograph/schema';
import type { DeadLetterFilter, ReplayPolicy } from '@heliograph/stream';
import { UsageError, wholeNumber } from '../command.ts';

/** The options of `heliograph replay` that choose letters, as parseArgs reads them. */
export const QUERY_OPTIONS = {
  topic: { type: 'string', multiple: true },
  reason: { type: 'string', multiple: true },
  stage: { type: 'string', multiple: true },
  group: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  'max-attempts': { type: 'string', default: '3' },
  again: { type: 'boolean', default: false },
} as const;

export interface QueryValues {
  readonly topic?: string[];
  readonly reason?: string[];
  readonly stage?: string[];
  readonly group?: string;
  readonly since?: string;
  readonly until?: string;
  readonly 'max-attempts': string;
  readonly again: boolean;
}

export interface Query {
  readonly topics: readonly DeadTopicId[];
  readonly filter: DeadLetterFilter;
  readonly policy: ReplayPolicy;
}

/** The stages that dead letters can be delivered to again: whoever reads a topic that has dead letters. */
export const STAGES: readonly string[] = [
  ...new Set(DEAD_TOPIC_IDS.flatMap((dead) => TOPOLOGY[dead].writers)),
].toSorted();

/** Throws a UsageError that lists what there is, where an option names something that there is not. */
export function toQuery(values: QueryValues, nowMs: number): Query {
  const { group } = values;
  const reasons = values.reason?.map((text) => oneOf('reason', DEAD_REASONS, text));
  const stages = values.stage?.map((text) => oneOf('stage', STAGES, text));
  const sinceMs = values.since === undefined ? undefined : pointInTime('since', values.since, nowMs);
  const untilMs = values.until === undefined ? undefined : pointInTime('until', values.until, nowMs);
  if (sinceMs !== undefined && untilMs !== undefined && sinceMs >= untilMs)
    throw new UsageError('--since is not before --until');
  return {
    topics: [...new Set(values.topic?.map((text) => oneOf('topic', DEAD_TOPIC_IDS, text)) ?? DEAD_TOPIC_IDS)],
    filter: {
      ...(reasons && { reasons }),
      ...(stages && { stages }),
      ...(group === undefined ? {} : { group }),
      ...(sinceMs === undefined ? {} : { sinceMs }),
      ...(untilMs === undefined ? {} : { untilMs }),
    },
    policy: { maxAttempts: wholeNumber('max-attempts', values['max-attempts']), again: values.again },
  };
}

function oneOf<T extends string>(option: string, known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${option} "${text}" is none of: ${known.join(', ')}`);
  return found;
}

/** An RFC 3339 time, a UTC day, or how long ago: `2h`. Milliseconds since the epoch. */
function pointInTime(option: string, text: string, nowMs: number): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return nowMs - ago;
  const at = parseRfc3339(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at === undefined)
    throw new UsageError(`--${option} takes a time (2026-11-21T10:00:00Z), a UTC day, or an age (2h)`);
  return at.epochMs;
}
