import { receiptOf } from '@heliograph/runtime';
import { createRegister, type Definition, type Emission, REQUEST_HEADER, SeenRecord } from '@heliograph/schema';
import type { ConsumerRecord } from '@heliograph/stream';
import { aDefinition, anInput, anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { openPartition } from '../src/handler.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';

const report = (rest: object = {}) =>
  anObservation({ application: 'example', telemetry_type: 'status', system_key: 's1', ...rest });

const openLatest = (journal: readonly ConsumerRecord[]) => open(journal, 'latest-per-window');

function open(journal: readonly ConsumerRecord[] = [], policy: Definition['dedup']['policy'] = 'first-per-window') {
  const sizes: number[] = [];
  const partition = openPartition({
    register: createRegister([aDefinition({ status: 'retired', dedup: { policy } })]),
    hash: sha256,
    memory: createMemory(createSeenKeys()),
    restore: async (each) => journal.forEach(each),
    report: ({ keys }) => sizes.push(keys),
    close: () => {},
  });
  return { partition, sizes };
}

const entryOf = (emissions: readonly Emission[]) => emissions.find(({ topic }) => topic === 'seen');

describe('an observation that comes when its keys may have been forgotten', () => {
  const observation = report({ observed_at: '2026-11-21T10:00:00.000Z' });

  it.each([
    ['2026-11-24T23:59:59.999Z', 'ok'],
    ['2026-11-25T00:00:00.000Z', 'dead'],
  ])('entering the log at %s: %s', async (entered, kind) => {
    const input = anInput(observation, { timestampMs: Date.parse(entered) });
    const { outcomes } = await (await open().partition).decide([input]);
    expect(outcomes).toMatchObject([kind === 'ok' ? { kind } : { kind, reason: 'dedup_window_expired' }]);
  });
});

describe('a gateway whose clock is days ahead', () => {
  const DAY_MS = 86_400_000;
  const written = Date.parse('2026-11-21T10:00:00.000Z');
  const ahead = (days: number) => new Date(written + days * DAY_MS).toISOString();
  const report1 = report({ observed_at: ahead(0), received_at: ahead(0) });

  it.each([5, 365])('%i days: changes nothing of what dedup remembers of the others', async (days) => {
    const { partition, sizes } = open();
    const { decide } = await partition;
    const judge = async (observation: object, headers = {}) => {
      const { outcomes, committed } = await decide([anInput(observation, { timestampMs: written, headers })]);
      committed?.();
      return outcomes;
    };
    await judge(report1);
    const entry = entryOf(
      (await judge(report({ system_key: 's2', received_at: ahead(days) }))).flatMap((o) =>
        o.kind === 'ok' ? o.emissions : [],
      ),
    );
    expect(entry?.value).toMatchObject({ received_at: ahead(0) });
    expect(await judge(report1)).toEqual([{ kind: 'drop', reason: 'duplicate_id' }]);
    expect(sizes).toEqual([0, 2, 4, 4]);
  });

  it('erases no longer than until its erasure was written', async () => {
    const { decide } = await open().partition;
    const request = {
      request: 'erasure',
      receipt: receiptOf('x'),
      application: 'example',
      received_at: ahead(5),
      system_keys: ['s1'],
    };
    const headers = { [REQUEST_HEADER]: 'erasure' };
    (await decide([anInput(request, { timestampMs: written, headers })])).committed?.();
    const later = report({ observed_at: ahead(1), received_at: ahead(1), day: ahead(1).slice(0, 10) });
    const { outcomes } = await decide([anInput(later, { timestampMs: written + DAY_MS })]);
    expect(outcomes).toMatchObject([{ kind: 'ok' }]);
  });
});

describe('what a system says again after it has said something else', () => {
  const said = (cpus: number, hour: number, rest: object = {}) => {
    const observed_at = `2026-11-21T${hour}:00:00.000Z`;
    const id = `0198a7f2-0000-7000-8000-0000000000${hour}`;
    return report({ id, observed_at, received_at: observed_at, payload: { cpus }, ...rest });
  };

  /** The verdicts of one batch each, and where `reopens` after a restore from the journal. */
  async function verdicts(reports: readonly object[], reopens = false) {
    const journal: ConsumerRecord[] = [];
    let { partition } = openLatest(journal);
    const found: string[] = [];
    for (const one of reports) {
      const { outcomes, committed } = await (await partition).decide([anInput(one)]);
      committed?.();
      for (const outcome of outcomes) {
        found.push(outcome.kind === 'drop' ? outcome.reason : outcome.kind);
        const entry = outcome.kind === 'ok' ? entryOf(outcome.emissions) : undefined;
        if (entry !== undefined) journal.push(anInput(entry.value, { topic: 'seen' }));
      }
      if (reopens) ({ partition } = openLatest(journal));
    }
    return found;
  }

  it.each([false, true])('is the last of the day, and counts (restored: %s)', async (reopens) => {
    expect(await verdicts([said(2, 10), said(4, 11), said(2, 12), said(2, 13), said(4, 14)], reopens)).toEqual([
      'ok',
      'ok',
      'ok',
      'duplicate_content',
      'ok',
    ]);
  });

  it('is a duplicate where it is older than that, or of a day before', async () => {
    expect(await verdicts([said(2, 10), said(4, 12), said(2, 11)])).toEqual(['ok', 'ok', 'duplicate_content']);
    const next = { observed_at: '2026-11-22T10:00:00.000Z', day: '2026-11-22' };
    expect(await verdicts([said(2, 10), said(4, 11), said(4, 15, next), said(2, 12)])).toEqual([
      'ok',
      'ok',
      'ok',
      'duplicate_content',
    ]);
  });
});

describe('a new observation', () => {
  it('goes to observations, to the table of systems and to the journal', async () => {
    const observation = report({ observed_at: '2026-11-21T10:00:00.000Z' });
    const { outcomes } = await (await open().partition).decide([anInput(observation)]);
    const system = 'example/status/s1';
    const entry = {
      keys: [expect.any(String), expect.any(String)],
      expires: '2026-11-25',
      system,
      observed_at: observation.observed_at,
      received_at: observation.received_at,
    };
    expect(outcomes).toStrictEqual([
      {
        kind: 'ok',
        emissions: [
          { topic: 'observations', key: 's1', value: observation },
          { topic: 'systems', key: system, value: observation },
          { topic: 'seen', key: observation.id, value: entry },
        ],
      },
    ]);
  });

  it('that is older than the known one does not go to the table of systems', async () => {
    const batch = [
      report({ observed_at: '2026-11-21T10:00:00.000Z' }),
      report({ observed_at: '2026-11-20T10:00:00.000Z' }),
    ];
    const { outcomes } = await (await open().partition).decide(batch.map((one) => anInput(one)));
    const topics = outcomes.map((outcome) =>
      outcome.kind === 'ok' ? outcome.emissions.map(({ topic }) => topic) : [],
    );
    expect(topics).toStrictEqual([
      ['observations', 'systems', 'seen'],
      ['observations', 'seen'],
    ]);
  });
});

describe('anything else', () => {
  it('is dropped as a duplicate, with the reason', async () => {
    const batch = [report(), report()].map((one) => anInput(one));
    const { outcomes } = await (await open().partition).decide(batch);
    expect(outcomes[1]).toStrictEqual({ kind: 'drop', reason: 'duplicate_window' });
  });

  it.each([
    ['not_json', anInput(Buffer.from([0xff]))],
    ['invalid_envelope', anInput({ id: 'x' })],
    ['unknown_definition', anInput(report({ telemetry_type: 'other' }))],
  ])('is a dead letter: %s', async (reason, record) => {
    const { outcomes } = await (await open().partition).decide([record]);
    expect(outcomes).toMatchObject([{ kind: 'dead', reason }]);
  });
});

describe('the memory', () => {
  it('is reported when it was restored and when a batch was committed', async () => {
    const { partition, sizes } = open();
    const { committed } = await (await partition).decide([anInput(report())]);
    expect(sizes).toStrictEqual([0]);
    committed?.();
    expect(sizes).toStrictEqual([0, 2]);
  });

  it('is restored from what went to the journal', async () => {
    const observation = report();
    const { outcomes } = await (await open().partition).decide([anInput(observation)]);
    const emissions = outcomes[0]?.kind === 'ok' ? outcomes[0].emissions : [];
    const value = Buffer.from(JSON.stringify(SeenRecord.parse(entryOf(emissions)?.value)));
    const again = open([anInput(value, { topic: 'seen', key: observation.id })]);
    const decision = await (await again.partition).decide([anInput(observation)]);
    expect(decision.outcomes).toStrictEqual([{ kind: 'drop', reason: 'duplicate_id' }]);
    expect(again.sizes).toStrictEqual([2]);
  });

  it.each([
    ['not JSON', Buffer.from('{')],
    ['not an entry', Buffer.from('{"keys":[]}')],
    ['empty', null],
  ])('is not restored with a gap: an entry that is %s', async (_, value) => {
    const { partition } = open([anInput(value, { topic: 'seen', key: 'id-7' })]);
    await expect(partition).rejects.toThrow('cannot be read at id-7');
  });
});
