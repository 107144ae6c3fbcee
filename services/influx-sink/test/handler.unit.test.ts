import { receiptOf } from '@heliograph/runtime';
import { createRegister, type Definition, REQUEST_HEADER, type Register, type SystemRequest } from '@heliograph/schema';
import { LeaseLost } from '@heliograph/stream';
import { aDefinition, anInput, anObservation, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { BucketTooShort } from '../src/bucket.ts';
import type { Deletion } from '../src/deletions.ts';
import { createHandler, type Ports } from '../src/handler.ts';
import type { PointFate } from '../src/points.ts';
import { held, lostAfter } from './leases.ts';

const span = { partition: 0, from: 0n, next: 10n };
const DAY_MS = 86_400_000;
const stored: PointFate = { kind: 'stored' };

/** Ports that write down what they are asked for, in its order. */
function recordingPorts(fatesOf: (points: number) => PointFate[] = (n) => Array(n).fill(stored)) {
  const done: unknown[] = [];
  const ports: Ports = {
    writer: {
      async write(points) {
        if (points.length > 0) done.push(points.map(({ tags }) => tags.get('system_key') ?? tags.get('agent_id')));
        return fatesOf(points.length);
      },
      prove: async () => undefined,
    },
    remover: {
      async remove(deletion: Deletion) {
        done.push(deletion);
      },
    },
    receipts: {
      async write({ receipt }) {
        done.push(receipt);
      },
    },
  };
  return { done, ports };
}

const report = (system_key: string) => anInput(anObservation({ system_key }));

function request(given: Partial<Record<keyof SystemRequest, unknown>> = {}) {
  const value = {
    request: 'erasure',
    receipt: receiptOf('x'),
    application: 'trento',
    received_at: '2026-11-21T10:00:00.000Z',
    system_keys: ['a'],
    ...given,
  };
  return anInput(value, { headers: { [REQUEST_HEADER]: String(value.request) } });
}

const hosts = (name: string, key: string) => ({ measurement: 'host_telemetry', tag: [name, key] });

describe('the handler', () => {
  it('gives each record the fate of its point, in the order of the batch', async () => {
    const { ports } = recordingPorts(() => [stored, { kind: 'rejected', why: 'HTTP 422' }]);
    const batch = [
      anInput(Buffer.from('{')),
      anInput(anObservation()),
      anInput(anObservation({ telemetry_type: 'unheard_of' })),
      anInput(anObservation()),
    ];
    const { outcomes } = await createHandler(shippedDefinitions(), ports)(batch, span, held);
    expect(outcomes).toMatchObject([
      { kind: 'dead', reason: 'not_json' },
      { kind: 'ok' },
      { kind: 'dead', reason: 'unknown_definition', detail: 'trento/unheard_of' },
      { kind: 'dead', reason: 'store_rejected', detail: 'HTTP 422' },
    ]);
  });

  it('drops what its definition keeps no longer, and does not write it', async () => {
    const { done, ports } = recordingPorts();
    const day = aDefinition({ application: 'short', telemetry_type: 'status', retention: '7d' });
    const observedAt = Date.parse('2026-11-21T10:00:00.000Z');
    const observed = {
      application: 'short',
      telemetry_type: 'status',
      observed_at: new Date(observedAt).toISOString(),
    };
    const batch = [anInput(anObservation({ ...observed, system_key: 'a' }))];
    const at = async (nowMs: number) => {
      const { outcomes } = await createHandler(createRegister([day]), ports, () => nowMs)(batch, span, held);
      return outcomes;
    };
    expect(await at(observedAt + 7 * DAY_MS)).toEqual([{ kind: 'ok', emissions: [] }]);
    expect(await at(observedAt + 7 * DAY_MS + 1)).toEqual([{ kind: 'drop', reason: 'past_retention' }]);
    expect(done).toEqual([['a']]);
  });

  it('believes a server that a point is too old where that is nearly so, and waits for a longer retention where not', async () => {
    const { ports } = recordingPorts(() => [{ kind: 'too_old' }]);
    const day = aDefinition({ application: 'short', telemetry_type: 'status', retention: '7d' });
    const observedAt = Date.parse('2026-11-21T10:00:00.000Z');
    const observed = {
      application: 'short',
      telemetry_type: 'status',
      observed_at: new Date(observedAt).toISOString(),
    };
    const batch = [anInput(anObservation(observed))];
    const at = async (nowMs: number) => createHandler(createRegister([day]), ports, () => nowMs)(batch, span, held);
    expect((await at(observedAt + 7 * DAY_MS - 1000)).outcomes).toEqual([{ kind: 'drop', reason: 'past_retention' }]);
    await expect(at(observedAt + 6 * DAY_MS)).rejects.toThrow(BucketTooShort);
  });

  it('counts what is left out of points, by their definition, once they are written', async () => {
    const open = aDefinition({
      fields: { '/id': { type: 'string', sanitise: 'hash' }, '/*': { type: 'number' } },
      influx: { measurement: 'open', tags: ['/id'], fields: ['/*'] },
    });
    const counted: unknown[] = [];
    const count = ({ application }: Definition, leftOut: ReadonlyMap<string, number>) =>
      void counted.push([application, ...leftOut]);
    const observed = { application: 'example', telemetry_type: 'status', observed_at: new Date().toISOString() };
    const batch = [{ time: 1, x: 1 }, { x: 1 }].map((payload) => anInput(anObservation({ ...observed, payload })));
    const register = createRegister([open]);
    const { ports } = recordingPorts();
    await createHandler(register, ports, Date.now, count)(batch, span, held);
    expect(counted).toEqual([['example', ['reserved_name', 1]]]);
    const failing = { ...ports, writer: { ...ports.writer, write: () => Promise.reject(new Error('down')) } };
    await expect(createHandler(register, failing, Date.now, count)(batch, span, held)).rejects.toThrow('down');
    expect(counted).toHaveLength(1);
  });

  it('takes a writer that loses count for a bug', async () => {
    const write = createHandler(shippedDefinitions(), recordingPorts(() => []).ports);
    await expect(write([report('a')], span, held)).rejects.toThrow('fewer fates than points');
  });

  it('writes with a definition that came later, and goes on with what has stayed the same', async () => {
    const definitions: Definition[] = [...shippedDefinitions().definitions];
    const find: Register['find'] = (application, type) =>
      definitions.find((one) => one.application === application && one.telemetry_type === type);
    const { done, ports } = recordingPorts();
    const write = createHandler({ ...shippedDefinitions(), definitions, find }, ports);
    definitions.push(aDefinition({ application: 'later', telemetry_type: 'status' }));
    const newcomer = anInput(anObservation({ application: 'later', telemetry_type: 'status', system_key: 'n' }));
    expect(await write([report('a'), newcomer], span, held)).toMatchObject({
      outcomes: [{ kind: 'ok' }, { kind: 'ok' }],
    });
    expect(done).toEqual([['a', 'n']]);
  });
});

describe('an erasure', () => {
  it('is carried out in its place, and has its receipt after the last deletion and before what comes later', async () => {
    const { done, ports } = recordingPorts();
    const batch = [report('a'), report('b'), request(), report('a'), report('c')];
    const { outcomes } = await createHandler(shippedDefinitions(), ports)(batch, span, held);
    expect(outcomes).toEqual(Array(5).fill({ kind: 'ok', emissions: [] }));
    expect(done).toEqual([['a', 'b'], hosts('system_key', 'a'), hosts('agent_id', 'a'), receiptOf('x'), ['a', 'c']]);
  });

  it('has a receipt where nothing is held of the application, too', async () => {
    const { done, ports } = recordingPorts();
    await createHandler(shippedDefinitions(), ports)([request({ application: 'unheard-of' })], span, held);
    expect(done).toEqual([receiptOf('x')]);
  });

  it('that cannot be read is a dead letter, and nothing is deleted', async () => {
    const { done, ports } = recordingPorts();
    const write = createHandler(shippedDefinitions(), ports);
    expect(await write([request({ system_keys: [] })], span, held)).toMatchObject({
      outcomes: [{ kind: 'dead', reason: 'invalid_envelope' }],
    });
    expect(done).toEqual([]);
  });

  it.each([
    [0, []],
    [1, [hosts('system_key', 'a')]],
    [2, [hosts('system_key', 'a'), hosts('agent_id', 'a')]],
  ])('goes no further than the lease: ended after %i checks', async (n, expected) => {
    const { done, ports } = recordingPorts();
    const write = createHandler(shippedDefinitions(), ports);
    await expect(write([request(), report('a')], span, lostAfter(n))).rejects.toThrow(LeaseLost);
    expect(done).toEqual(expected);
  });
});

it('leaves an export to the store that has the rows', async () => {
  const { done, ports } = recordingPorts();
  const { outcomes } = await createHandler(shippedDefinitions(), ports)([request({ request: 'export' })], span, held);
  expect([outcomes, done]).toEqual([[{ kind: 'ok', emissions: [] }], []]);
});
