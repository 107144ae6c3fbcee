import type { Observation } from '@heliograph/schema';
import { anObservation, aSystemRequest, propertyFactor } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POLICY_NAMES, type Policy } from './dedup-model.ts';
import {
  concerns,
  createErasureModel,
  DAY_MS,
  isRequest,
  LATE_MS,
  type Message,
  nameOf,
  registerOf,
  TYPES,
} from './erasure-model.ts';
import { asInput, SimulatedPartition } from './simulated-partition.ts';

/** A message, and when it entered the log (milliseconds). */
interface Entry {
  readonly message: Message;
  readonly enteredMs: number;
}

/** What is sent next, `gapMs` after the one before; the gateway's clock may be behind the log's. */
const step = fc.record({
  gapMs: fc.oneof(fc.nat({ max: DAY_MS }), fc.nat({ max: 1000 })),
  behindMs: fc.oneof(fc.constant(0), fc.nat({ max: 900_000 })),
  does: fc.constantFrom('report', 'report', 'report', 'send_again', 'erase', 'erase', 'export', 'request_again'),
  system: fc.nat({ max: 1 }),
  both: fc.boolean(),
  type: fc.constantFrom(...TYPES),
  allTypes: fc.boolean(),
  lateMs: fc.oneof(fc.integer({ min: -600_000, max: LATE_MS - 900_000 }), fc.constant(0)),
  version: fc.constantFrom('1.0', '1.1'),
  which: fc.nat(),
  replayedAfterMs: fc.option(fc.oneof(fc.nat({ max: 8 * DAY_MS }), fc.nat({ max: 900_000 })), { freq: 2 }),
});

/** What stands in the log after those steps: in the order of entering, with dead letters that came in once more later. */
const logs = fc.array(step, { maxLength: 25, size: 'max' }).map((steps): Entry[] => {
  let clockMs = Date.parse('2026-11-19T22:00:00.000Z');
  const entries: Entry[] = [];
  const replays: Entry[] = [];
  for (const {
    gapMs,
    behindMs,
    does,
    system,
    both,
    type,
    allTypes,
    lateMs,
    version,
    which,
    replayedAfterMs,
  } of steps) {
    clockMs += gapMs;
    const received_at = new Date(clockMs - behindMs).toISOString();
    const pick = <T extends Message>(from: readonly T[]): T | undefined => from[which % from.length];
    const sent = entries.map(({ message }) => message);
    const reports = sent.filter(
      (one): one is Observation => !isRequest(one) && Date.parse(one.observed_at) >= clockMs - LATE_MS,
    );
    const application = 'trento';
    const make = (): Message | undefined => {
      switch (does) {
        case 'report':
          return anObservation({
            ...{ application, telemetry_type: type, system_key: `s${system}`, payload: { version }, received_at },
            observed_at: new Date(clockMs - behindMs - lateMs).toISOString(),
          });
        case 'send_again': {
          const earlier = pick(reports);
          return earlier && { ...earlier, received_at };
        }
        case 'erase':
        case 'export':
          return aSystemRequest({
            ...{ application, received_at, request: does === 'erase' ? 'erasure' : 'export' },
            system_keys: both ? ['s0', 's1'] : [`s${system}`],
            ...(allTypes ? {} : { telemetry_type: type }),
          });
        case 'request_again':
          return pick(sent.filter(isRequest).filter((one) => Date.parse(one.received_at) >= clockMs - LATE_MS));
        default:
          return does satisfies never;
      }
    };
    const message = make();
    if (message === undefined) continue;
    entries.push({ message, enteredMs: clockMs });
    if (replayedAfterMs !== null && !isRequest(message))
      replays.push({ message, enteredMs: clockMs + replayedAfterMs });
  }
  return [...entries, ...replays].toSorted((a, b) => a.enteredMs - b.enteredMs);
});

/** How a batch fares before it is committed: how often it is tried in vain, and whether the process dies after it. */
const fate = fc.record({ size: fc.integer({ min: 1, max: 8 }), aborts: fc.nat({ max: 2 }), crash: fc.boolean() });
const fates = fc.array(fate, { minLength: 1, maxLength: 10 });

/** Logs this long would be made smaller for minutes where one is found that fails. */
const WITHIN = { interruptAfterTimeLimit: 30_000 * propertyFactor };

/** What became of each entry, and what the partition has written. */
async function run(
  policy: Policy,
  log: readonly Entry[],
  fates: readonly { size: number; aborts: number; crash: boolean }[],
) {
  const partition = new SimulatedPartition(registerOf(policy));
  const outcomes: string[] = [];
  for (let turn = 0; outcomes.length < log.length; turn += 1) {
    const { size = 1, aborts = 0, crash = false } = fates[turn % fates.length] ?? {};
    const batch = log
      .slice(outcomes.length, outcomes.length + size)
      .map(({ message, enteredMs }) => asInput(message, enteredMs));
    for (let n = 0; n < aborts; n += 1) await partition.abort(batch);
    for (const outcome of await partition.commit(batch))
      outcomes.push(outcome.kind === 'ok' ? 'ok' : outcome.kind === 'retry' ? outcome.cause : outcome.reason);
    if (crash) partition.crash();
  }
  return { partition, outcomes };
}

/** A sink: what it holds after it has carried out what came through. */
function storeOf(messages: readonly unknown[]): Observation[] {
  let rows: Observation[] = [];
  for (const message of messages as Message[]) {
    if (!isRequest(message)) rows.push(message);
    else if (message.request === 'erasure') rows = rows.filter((row) => !concerns(message, row));
  }
  return rows;
}

describe.each(POLICY_NAMES)('%s, with erasures, retries, replays, aborted batches and crashes', (policy) => {
  it('decides as plain lists do', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fates, async (log, fates) => {
        const { partition, outcomes } = await run(policy, log, fates);
        const model = createErasureModel(policy, registerOf(policy));
        const expected = log.map(({ message }, i) =>
          // Whoever comes so late is given up whatever he is; the model would remember.
          outcomes[i] === 'dedup_window_expired' ? 'dedup_window_expired' : model.judge(message),
        );
        expect(outcomes).toStrictEqual(expected);
        const passed = log.flatMap(({ message }, i) => (outcomes[i] === 'ok' ? [message] : []));
        expect(partition.observations).toStrictEqual(passed);
        expect(partition.erasures).toStrictEqual(
          passed.filter((message) => isRequest(message) && message.request === 'erasure'),
        );
        expect(partition.systems).toStrictEqual(model.systems);
      }),
      WITHIN,
    );
  });

  it('leaves nowhere what was received before an erasure, and loses nothing of others', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fates, async (log, fates) => {
        const { partition, outcomes } = await run(policy, log, fates);
        const erasures = log.flatMap(({ message }) =>
          isRequest(message) && message.request === 'erasure' ? [message] : [],
        );
        const rows = storeOf(partition.observations);
        for (const row of [...rows, ...(partition.systems.values() as Iterable<Observation>)])
          for (const erasure of erasures)
            if (concerns(erasure, row)) expect(row.received_at > erasure.received_at).toBe(true);
        const untouched = log.filter(
          ({ message }) => !isRequest(message) && !erasures.some((erasure) => concerns(erasure, message)),
        );
        const alone = await run(policy, untouched, fates);
        const isUntouched = (message: unknown) => untouched.some((entry) => entry.message === message);
        expect(outcomes.filter((_, i) => isUntouched(log[i]?.message))).toStrictEqual(alone.outcomes);
      }),
      WITHIN,
    );
  });
});

it('would find a row that came back', () => {
  const row = anObservation({ system_key: 's0', telemetry_type: 'open', payload: {} });
  const erasure = aSystemRequest({ system_keys: ['s0'] });
  expect(storeOf([row, erasure])).toStrictEqual([]);
  expect(storeOf([erasure, row]).map(nameOf)).toStrictEqual(['trento/open/s0']);
});
