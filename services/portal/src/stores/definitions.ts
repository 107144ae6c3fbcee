import { collects, type Definition, isCanary, type Register } from '@heliograph/schema';

/** The definitions that the site shows, and the token that they are injected by. */
export abstract class Definitions {
  /** Those that are public at present: the folder may change while the portal runs. */
  abstract public(): readonly Definition[];
  /** Milliseconds: for how long dedup keeps keys, without the margin of the topology. */
  abstract longestLateWindow(): number;
}

/** The definitions that accept reports or have accepted them; drafts in development mode only. */
export function publicDefinitions({ definitions, mode }: Pick<Register, 'definitions' | 'mode'>): Definition[] {
  const shown = definitions.filter((definition) => !isCanary(definition));
  return shown.filter((definition) => definition.status === 'retired' || collects(definition, mode));
}
