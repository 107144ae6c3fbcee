import { anInput } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { type ConsumerRecord, dead, definitionGrace, type Outcome, ok } from '../src/index.ts';

const LONG_MS = 1000;

/** A stage that processes the types of report that its register has, behind a register that is shared out late. */
function aStage() {
  const world = { nowMs: 0, register: ['host'], inFolder: ['host'], reloads: 0 };
  let definitions: object[] = [];
  const known = {
    get definitions() {
      return definitions;
    },
    async reload() {
      world.reloads += 1;
      if (world.register.join() === world.inFolder.join()) return;
      world.register = [...world.inFolder];
      definitions = world.register.map((type) => ({ type }));
    },
  };
  const outcomeOf = ({ headers }: ConsumerRecord): Outcome =>
    world.register.includes(headers.telemetry_type ?? '') ? ok() : dead('unknown_definition', 'none');
  const grace = definitionGrace(known, () => world.nowMs, LONG_MS);
  const handler = grace.handler({ decide: (batch) => ({ outcomes: batch.map(outcomeOf) }) });
  const decide = async (...batch: ConsumerRecord[]) =>
    (await handler.decide(batch)).outcomes.map((outcome) => ('cause' in outcome ? outcome.cause : outcome.kind));
  return { world, grace, outcomeOf, decide };
}

const report = (telemetry_type: string, headers: Record<string, string> = {}) =>
  anInput({}, { headers: { application: 'trento', telemetry_type, ...headers } });

describe('a record whose definition this process lacks', () => {
  it('waits with its whole batch, and is processed once the definition is there', async () => {
    const { world, decide } = aStage();
    expect(await decide(report('host'), report('new'))).toEqual(['waiting_for_definition', 'waiting_for_definition']);
    world.inFolder = ['host', 'new'];
    // Looking for it is part of the first try: the next one finds it, however seldom the folder is looked at otherwise.
    expect(await decide(report('host'), report('new'))).toEqual(['waiting_for_definition', 'waiting_for_definition']);
    expect(await decide(report('host'), report('new'))).toEqual(['ok', 'ok']);
    expect(world.reloads).toBe(2);
  });

  it('is given up after its time, and so are those that come later, at once', async () => {
    const { world, decide } = aStage();
    expect(await decide(report('gone'))).toEqual(['waiting_for_definition']);
    world.nowMs = LONG_MS - 1;
    expect(await decide(report('gone'), report('host'))).toEqual(['waiting_for_definition', 'waiting_for_definition']);
    world.nowMs = LONG_MS;
    expect(await decide(report('gone'), report('host'))).toEqual(['dead', 'ok']);
    expect(await decide(report('gone'))).toEqual(['dead']);
  });

  it('waits for a definition of its own, although another one has had its time', async () => {
    const { world, decide } = aStage();
    await decide(report('gone'));
    world.nowMs = LONG_MS;
    expect(await decide(report('gone'), report('new'))).toEqual(['waiting_for_definition', 'waiting_for_definition']);
    world.nowMs = 2 * LONG_MS;
    expect(await decide(report('gone'), report('new'))).toEqual(['dead', 'dead']);
  });

  it('waits anew once the register has changed', async () => {
    const { world, decide } = aStage();
    await decide(report('gone'));
    world.nowMs = LONG_MS;
    expect(await decide(report('gone'))).toEqual(['dead']);
    world.inFolder = ['host', 'other'];
    expect(await decide(report('gone'))).toEqual(['waiting_for_definition']);
    expect(await decide(report('gone'))).toEqual(['waiting_for_definition']);
  });

  it.each([
    ['was dead before', report('new', { 'dead.attempts': '1' })],
    ['came past the gateway', anInput({}, { headers: {} })],
  ])('is given up at once where it %s', async (_, record) => {
    const { world, decide } = aStage();
    expect(await decide(record)).toEqual(['dead']);
    expect(world.reloads).toBe(0);
  });
});

it('waits for nothing where a record is dead for another reason', async () => {
  const { world, grace } = aStage();
  const handler = grace.handler({ decide: () => ({ outcomes: [dead('not_json', 'made so')] }) });
  expect((await handler.decide([report('host')])).outcomes).toMatchObject([{ kind: 'dead', reason: 'not_json' }]);
  expect(world.reloads).toBe(0);
});

it('leaves a handler its end, and what it does after a commit', async () => {
  const { grace, outcomeOf } = aStage();
  const done: string[] = [];
  const handler = grace.handler({
    decide: (batch) => ({ outcomes: batch.map(outcomeOf), committed: () => void done.push('committed') }),
    close: () => void done.push('closed'),
  });
  (await handler.decide([report('host')])).committed?.();
  handler.close?.();
  expect(done).toEqual(['committed', 'closed']);
});

describe('a store', () => {
  const span = { partition: 0, from: 0n, next: 1n };

  it('is asked to write again later, with its position and its way back left to it', async () => {
    const { grace, outcomeOf } = aStage();
    const done: string[] = [];
    const store = grace.store({
      write: async (batch) => ({
        outcomes: batch.map(outcomeOf),
        commit: async () => void done.push('commit'),
        rollback: async () => void done.push('rollback'),
      }),
      position: async (partition) => BigInt(partition) + 7n,
    });
    expect(await store.position?.(1)).toBe(8n);
    const pending = await store.write([report('new')], span);
    expect(pending.outcomes).toEqual([{ kind: 'retry', cause: 'waiting_for_definition' }]);
    await pending.rollback?.();
    await (await store.write([report('host')], span)).commit?.();
    expect(done).toEqual(['rollback', 'commit']);
  });

  it('undoes its write where the definitions cannot be looked for', async () => {
    const done: string[] = [];
    const known = { definitions: [], reload: () => Promise.reject(new Error('a bug')) };
    const store = definitionGrace(known, () => 0).store({
      write: async () => ({
        outcomes: [dead('unknown_definition', 'none')],
        rollback: async () => void done.push('rollback'),
      }),
    });
    await expect(store.write([report('new')], span)).rejects.toThrow('a bug');
    expect(done).toEqual(['rollback']);
  });
});
