import type { Expected } from './expectation.ts';

/** The application whose definition lets the last report of a day count, be it what was said before. */
const LATEST_WINS = 'trento';

interface Said {
  readonly claim: string;
  readonly day: string;
  /** Orders by the time of the observation, and then by that of its receipt. */
  readonly moment: string;
}

/** What each system, by its key, has said last. `claim` is told apart for what is before an erasure and after it. */
export function createLastSaid() {
  const newest = new Map<string, Said>();
  return {
    /** Whether a system says again what it said before something else, on the same day: then it is the last of that day. */
    isReturn(expected: Expected, claim: string, receivedAt: string): boolean {
      const before = newest.get(expected.systemKey);
      const said = saidOf(expected, claim, receivedAt);
      if (expected.application !== LATEST_WINS || before === undefined) return false;
      return before.claim !== claim && before.day === said.day && before.moment < said.moment;
    },
    counted(expected: Expected, claim: string, receivedAt: string): void {
      const said = saidOf(expected, claim, receivedAt);
      if (said.moment > (newest.get(expected.systemKey)?.moment ?? '')) newest.set(expected.systemKey, said);
    },
    erased: (systemKey: string) => void newest.delete(systemKey),
  };
}

function saidOf(expected: Expected, claim: string, receivedAt: string): Said {
  const observedAt = expected.observedAt ?? receivedAt;
  return { claim, day: observedAt.slice(0, 10), moment: `${observedAt} ${receivedAt}` };
}
