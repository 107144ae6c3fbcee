import type { Expected } from './expectation.ts';

/** The application whose definition lets the last report of a day count, be it what was said before. */
const LATEST_WINS = 'trento';

interface Latest {
  readonly claim: string;
  readonly day: string;
  /** Orders by the time of the observation, and then by that of its receipt. */
  readonly moment: string;
}

/** The newest counted report of each system, by its key. A `claim` includes the number of erasures before it. */
export function createLatestReports() {
  const newest = new Map<string, Latest>();
  return {
    /** Whether a report returns to an earlier claim of its system and day after another one, and is newer: it counts again. */
    isReturn(expected: Expected, claim: string, receivedAt: string): boolean {
      const before = newest.get(expected.systemKey);
      const latest = latestOf(expected, claim, receivedAt);
      if (expected.application !== LATEST_WINS || before === undefined) return false;
      return before.claim !== claim && before.day === latest.day && before.moment < latest.moment;
    },
    counted(expected: Expected, claim: string, receivedAt: string): void {
      const latest = latestOf(expected, claim, receivedAt);
      if (latest.moment > (newest.get(expected.systemKey)?.moment ?? '')) newest.set(expected.systemKey, latest);
    },
    erased: (systemKey: string) => void newest.delete(systemKey),
  };
}

function latestOf(expected: Expected, claim: string, receivedAt: string): Latest {
  const observedAt = expected.observedAt ?? receivedAt;
  return { claim, day: observedAt.slice(0, 10), moment: `${observedAt} ${receivedAt}` };
}
