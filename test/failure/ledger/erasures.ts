import type { Random } from '../../../packages/devtools/src/random.ts';
import type { PlannedRequest } from './expectation.ts';
import type { Sources, Spoken } from './sources.ts';
import { toRequest } from './to-request.ts';

/** Of all requests: about one for sixty systems. */
const SHARE = 0.08;
/** Most systems go on reporting after it. */
const GOES_ON = 0.7;
/** So many requests later at the most: some wait for the erasure to be answered, which holds up others. */
const SOON = 30;

interface Waiting {
  readonly due: number;
  readonly after: number;
  readonly spoken: Spoken;
}

/** Plans erasures in the midst of other requests, and what the systems say once they have been answered. */
export function createErasures(sources: Sources, random: Random) {
  const waiting: Waiting[] = [];

  function erase(index: number, spoken: Spoken): PlannedRequest {
    if (random() < GOES_ON) waiting.push({ due: index + 4 + Math.floor(random() * SOON), after: index, spoken });
    const { application, telemetryType, systemId, systemKey } = spoken.subject;
    const isOfOneType = random() < 0.5;
    const body = { application, ...(isOfOneType ? { telemetry_type: telemetryType } : {}), system_id: systemId };
    const erases = { application, ...(isOfOneType ? { telemetryType } : {}), systemId, systemKey };
    return { index, body: JSON.stringify(body), contentType: 'application/json', erases, envelopes: [] };
  }

  /** The old envelope, which must not come back; the very same in a new one, and something else, which both must be taken. */
  function goOn(index: number, { after, spoken }: Waiting): PlannedRequest {
    const old = { ...spoken.drafted, envelope: { ...spoken.drafted.envelope, again: 'same id' as const } };
    const ways = [
      () => [old],
      () => [spoken.again()],
      () => [spoken.anew()],
      () => [old, spoken.again(), spoken.anew()],
    ];
    const drafts = ways[Math.floor(random() * ways.length)] ?? (() => [old]);
    return { ...toRequest(index, drafts(), random), after };
  }

  return {
    /** The request of that place in the plan; undefined where it is another one's turn. */
    next(index: number): PlannedRequest | undefined {
      const place = waiting.findIndex(({ due }) => due <= index);
      const [due] = place < 0 ? [] : waiting.splice(place, 1);
      if (due !== undefined) return goOn(index, due);
      const spoken = random() < SHARE ? sources.spoken() : undefined;
      return spoken && erase(index, spoken);
    },
    /** What is left at the end of the plan. */
    rest(index: number): PlannedRequest[] {
      return waiting.splice(0).map((each, i) => goOn(index + i, each));
    },
  };
}
