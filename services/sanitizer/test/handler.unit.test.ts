import { createRegister, type Definition } from '@heliograph/schema';
import type { Decision } from '@heliograph/stream';
import { aDefinition, anInput, aRawRecord, readablePseudonyms } from '@heliograph/testkit';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import { createRemovalCounts } from '../src/removal-counts.prometheus.ts';

const hash = (application: string, value: string) => `#${application}:${value}`;
const raw = (payload: unknown = { version: '1.0' }, rest: object = {}) =>
  anInput(aRawRecord({ application: 'example', telemetry_type: 'status', payload, ...rest }), { topic: 'raw' });

function handle(definitions: Definition[] = [aDefinition()]) {
  const registry = new Registry();
  const handler = createHandler(createRegister(definitions), readablePseudonyms(hash), createRemovalCounts(registry));
  const removals = async () => {
    const metric = await registry.getSingleMetric('heliograph_sanitizer_removed_total')?.get();
    return metric?.values.map(({ labels, value }) => `${labels.field} ${labels.why} ${value}`) ?? [];
  };
  const personalData = async () => {
    const metric = await registry.getSingleMetric('heliograph_sanitizer_personal_data_total')?.get();
    return metric?.values.map(({ labels, value }) => [...Object.values(labels), value].join(' ')) ?? [];
  };
  return {
    decide: async (...batch: ReturnType<typeof raw>[]): Promise<Decision> => handler.decide(batch),
    removals,
    personalData,
  };
}

describe('the outcome', () => {
  it('is the observation on the sanitized topic under its system key', async () => {
    const { decide } = handle();
    const { outcomes } = await decide(raw({ version: '1.0', name: 'jane' }, { system_id: 'id-1' }));
    expect(outcomes).toMatchObject([
      {
        kind: 'ok',
        emissions: [{ topic: 'sanitized', key: '#example:id-1', value: { payload: { version: '1.0' } } }],
      },
    ]);
  });

  it('does not ask whether the definition has expired since', async () => {
    const { decide } = handle([aDefinition({ expires: '2020-01-01' })]);
    expect((await decide(raw())).outcomes).toMatchObject([{ kind: 'ok' }]);
  });

  it.each([
    ['not_json', anInput(Buffer.from('{'))],
    ['not_json', anInput(null)],
    ['invalid_envelope', anInput({ application: 'example' })],
    ['unknown_definition', raw({}, { telemetry_type: 'other' })],
  ])('is a dead letter: %s', async (reason, record) => {
    const { decide } = handle();
    expect((await decide(record)).outcomes).toMatchObject([{ kind: 'dead', reason }]);
  });

  it('is a dead letter under a draft, but in development mode', async () => {
    const draft = aDefinition({ status: 'draft' });
    const { decide } = handle([draft]);
    expect((await decide(raw())).outcomes).toMatchObject([{ kind: 'dead', reason: 'not_approved' }]);
    const development = createRegister([draft], 'development');
    const handler = createHandler(development, readablePseudonyms(hash), createRemovalCounts(new Registry()));
    expect((await handler.decide([raw()])).outcomes).toMatchObject([{ kind: 'ok' }]);
  });

  it('does not ask whether the definition has been retired since', async () => {
    const { decide } = handle([aDefinition({ status: 'retired' })]);
    expect((await decide(raw())).outcomes).toMatchObject([{ kind: 'ok' }]);
  });

  it('follows a register that changes', async () => {
    const world = { register: createRegister([aDefinition({ application: 'other' })]) };
    const live = { ...world.register, find: (...subject: [string, string]) => world.register.find(...subject) };
    const handler = createHandler(live, readablePseudonyms(hash), createRemovalCounts(new Registry()));
    expect((await handler.decide([raw()])).outcomes).toMatchObject([{ kind: 'dead', reason: 'unknown_definition' }]);
    world.register = createRegister([aDefinition()]);
    expect((await handler.decide([raw()])).outcomes).toMatchObject([{ kind: 'ok' }]);
  });

  it('of each record stands in the place of that record', async () => {
    const { decide } = handle();
    const { outcomes } = await decide(raw(), anInput(null), raw());
    expect(outcomes.map(({ kind }) => kind)).toStrictEqual(['ok', 'dead', 'ok']);
  });
});

describe('personal data', () => {
  const influx = { measurement: 'status', tags: [], fields: ['/note'] };
  const fields = { '/note': { type: 'string' }, '/hosts/*': { type: 'boolean' } } as const;
  const payload = { note: 'ask jane@example.org at 203.0.113.7', hosts: { 'db1.example.org': true, a: true } };
  const counted = [
    'example status /note email 1',
    'example status /note ip_address 1',
    'example status /hosts/* host_name 1',
  ];

  it('is redacted, and counted by definition, field and kind once the batch has committed', async () => {
    const { decide, personalData } = handle([aDefinition({ fields, influx })]);
    const { outcomes, committed } = await decide(raw(payload));
    const kept = { note: 'ask [email] at [ip_address]', hosts: { a: true } };
    expect(outcomes).toMatchObject([{ kind: 'ok', emissions: [{ value: { payload: kept } }] }]);
    expect(await personalData()).toStrictEqual([]);
    committed?.();
    expect(await personalData()).toStrictEqual(counted);
  });

  it('drops the record where the definition says so, counted alike, and no dead letter keeps it', async () => {
    const { decide, personalData } = handle([aDefinition({ fields, influx, personal_data_found: 'reject' })]);
    const { outcomes, committed } = await decide(raw(payload), raw({ note: 'all is well' }));
    committed?.();
    expect(outcomes).toMatchObject([{ kind: 'drop', reason: 'personal_data' }, { kind: 'ok' }]);
    expect(await personalData()).toStrictEqual(counted);
  });
});

describe('what is removed', () => {
  it('is counted by place, once the batch has committed', async () => {
    const { decide, removals } = handle();
    const { committed } = await decide(raw({ version: '?', name: 'jane' }), raw({ name: 'joe' }));
    expect(await removals()).toStrictEqual([]);
    committed?.();
    expect(await removals()).toStrictEqual(['/name unregistered 2', '/version misfit 1']);
  });

  it('is counted under a bounded number of paths', async () => {
    const { decide, removals } = handle();
    const letters = (n: number) => `f${n.toString(36)}`;
    const payload = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [letters(n), n]));
    (await decide(raw(payload))).committed?.();
    const counted = await removals();
    expect(counted).toHaveLength(1001);
    expect(counted).toContain('other unregistered 500');
  });
});
