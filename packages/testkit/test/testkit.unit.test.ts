import { describe, expect, it } from 'vitest';
import {
  aDefinition,
  anInput,
  anObservation,
  aRawRecord,
  eventually,
  shippedDefinitions,
  testRuntime,
} from '../src/index.ts';
import { factorOf } from '../src/property-runs.ts';

describe('builders', () => {
  it('take over what is given and let the day follow the time', () => {
    const record = aRawRecord({ observed_at: '2026-11-19T23:59:59.999Z', system_id: 'host-1' });
    expect(record).toMatchObject({ day: '2026-11-19', time: '2026-11-19T23:59:59.999Z', system_id: 'host-1' });
  });

  it('give each record an id of its own', () => {
    expect(anObservation().id).not.toBe(anObservation().id);
  });

  it('refuse what the schema refuses', () => {
    expect(() => aRawRecord({ system_id: 'with space' })).toThrow();
    expect(() => aDefinition({ retention: 'for ever' })).toThrow();
  });

  it('encode a value, and leave bytes and tombstones as they are', () => {
    expect(anInput({ a: 1 }).value?.toString()).toBe('{"a":1}');
    expect(anInput(Buffer.from('{')).value?.toString()).toBe('{');
    expect(anInput(null).value).toBeNull();
  });
});

describe('shippedDefinitions', () => {
  it('finds both first definitions', () => {
    const register = shippedDefinitions();
    expect(register.find('trento', 'host_telemetry')?.record.each_element).toBe(true);
    expect(register.find('pulp', 'status')?.dedup.policy).toBe('first-per-window');
  });
});

describe('testRuntime', () => {
  it('is ready once every part is proven', () => {
    const runtime = testRuntime();
    expect(runtime.ready()).toBe(false);
    runtime.health.proven('a');
    runtime.health.waiting('b', 'not yet');
    expect(runtime.ready()).toBe(false);
    runtime.health.proven('b');
    expect(runtime.ready()).toBe(true);
  });

  it('keeps what failed', () => {
    const runtime = testRuntime();
    runtime.fail('why');
    expect(runtime.failures).toEqual(['why']);
  });
});

describe('eventually', () => {
  it('waits for an answer', async () => {
    let calls = 0;
    expect(await eventually(async () => ++calls === 3 && 'third')).toBe('third');
  });

  it('gives up with the last error as its cause', async () => {
    const why = new Error('why');
    const failing = eventually(() => Promise.reject(why), 60);
    await expect(failing).rejects.toMatchObject({
      message: expect.stringMatching(/^after \d+ ms still waiting for: .*Promise\.reject\(why\)$/),
      cause: why,
    });
  });

  it('gives up on a probe that does not return', async () => {
    const failing = eventually(() => new Promise<boolean>(() => {}), 60);
    await expect(failing).rejects.toMatchObject({ cause: new Error('the probe has not returned') });
  });
});

describe('the factor of property runs', () => {
  it.each([
    [undefined, 1],
    ['', 1],
    ['20', 20],
    ['0.5', 0.5],
  ])('is read from %s as %s', (text, factor) => {
    expect(factorOf(text)).toBe(factor);
  });

  it.each(['0', '-1', 'many', 'Infinity'])('is not read from %s', (text) => {
    expect(() => factorOf(text)).toThrow(`HELIOGRAPH_PROPERTY_RUNS is "${text}"`);
  });
});
