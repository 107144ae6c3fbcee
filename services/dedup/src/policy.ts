import type { DedupKey, Definition, Observation } from '@heliograph/schema';
import { canonicalJson } from './canonical-json.ts';

/** The first 16 bytes of a cryptographic hash of a text. */
export type Hash = (text: string) => DedupKey;

/** Why an observation is a duplicate: which of its keys has been seen. */
const DUPLICATES = ['duplicate_id', 'duplicate_window', 'duplicate_content'] as const;
export type Duplicate = (typeof DUPLICATES)[number];

/** One dedup key of an observation, and what the observation is if the key has been seen. */
interface Mark {
  readonly key: DedupKey;
  readonly ifSeen: Duplicate;
}

/** `era` is what follows an erasure of the system, for days that may have been counted before it; else empty. */
type Policy = (observation: Observation, hash: Hash, era: string) => readonly Mark[];

/** The policies of DESIGN, section 6. The id comes first, because a retried report has all its keys seen. */
export const POLICIES: Readonly<Record<Definition['dedup']['policy'], Policy>> = {
  'by-event-id': (observation, hash) => [byId(observation, hash)],
  'first-per-window': (observation, hash, era) => [
    byId(observation, hash),
    { key: hash(`window\0${systemWindow(observation, era)}`), ifSeen: 'duplicate_window' },
  ],
  'latest-per-window': (observation, hash, era) => [
    byId(observation, hash),
    {
      key: hash(`content\0${systemWindow(observation, era)}\0${canonicalJson(observation.payload)}`),
      ifSeen: 'duplicate_content',
    },
  ],
};

/** A UUID is the same in upper and lower case, and PostgreSQL takes it so. */
function byId({ id }: Observation, hash: Hash): Mark {
  return { key: hash(`id\0${id.toLowerCase()}`), ifSeen: 'duplicate_id' };
}

/** The window is the UTC day of `observed_at`. The id has no era: what was sent before an erasure stays used up. */
function systemWindow({ application, telemetry_type, system_key, day }: Observation, era: string): string {
  return `${application}\0${telemetry_type}\0${system_key}\0${day}${era}`;
}
