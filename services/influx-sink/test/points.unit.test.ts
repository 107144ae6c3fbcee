import { aDefinition, anObservation, shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { pointsOf } from '../src/points.ts';

const register = shippedDefinitions();

function pointOf(observation: ReturnType<typeof anObservation>) {
  const definition = register.find(observation.application, observation.telemetry_type);
  if (definition === undefined) throw new Error('no such definition');
  const { tags, fields, ...rest } = pointsOf(definition)(observation);
  const values = [...fields].map(([name, { type, value }]) => [name, `${type} ${value}`]);
  return { ...rest, tags: Object.fromEntries(tags), fields: Object.fromEntries(values) };
}

/** The first host of seed 004, sanitised. */
const host = {
  application: 'trento',
  telemetry_type: 'host_telemetry',
  system_key: 'hg8Zk1a0QxTqYw3nVb7LdA',
  time: '2021-11-23T11:04:02.462687463+01:00',
  payload: {
    installation_id: 'pR2vXc9mJtEsU4fKo6HiNw',
    agent_id: 'hg8Zk1a0QxTqYw3nVb7LdA',
    sles_version: '15-SP2',
    cpu_count: 2,
    socket_count: 8,
    total_memory_mb: 4096,
    cloud_provider: 'azure',
  },
};

describe('a point of Trento’s host telemetry', () => {
  it('has the nanoseconds of the sender’s time, typed fields and both ids as tags', () => {
    expect(pointOf(anObservation({ ...host, observed_at: '2021-11-23T10:04:02.462Z' }))).toEqual({
      measurement: 'host_telemetry',
      timestampNs: 1637661842462687463n,
      tags: {
        installation_id: 'pR2vXc9mJtEsU4fKo6HiNw',
        agent_id: 'hg8Zk1a0QxTqYw3nVb7LdA',
        channel: 'production',
      },
      fields: {
        reports: 'integer 1',
        sles_version: 'string 15-SP2',
        cpu_count: 'integer 2',
        socket_count: 'integer 8',
        total_memory_mb: 'integer 4096',
        cloud_provider: 'string azure',
      },
    });
  });

  it('leaves out what is null, absent or of another type than the definition says', () => {
    const payload = { ...host.payload, cpu_count: null, socket_count: '8', total_memory_mb: 1.5, cloud_provider: '' };
    const { fields } = pointOf(anObservation({ ...host, payload }));
    expect(fields).toEqual({ reports: 'integer 1', sles_version: 'string 15-SP2', cloud_provider: 'string ' });
  });

  it('is still a point where nothing of the payload is left', () => {
    const { tags, fields } = pointOf(anObservation({ ...host, channel: 'development', payload: {} }));
    expect(fields).toEqual({ reports: 'integer 1' });
    expect(tags).toEqual({ system_key: 'hg8Zk1a0QxTqYw3nVb7LdA', channel: 'development' });
  });

  it('has no empty tag', () => {
    const payload = { ...host.payload, installation_id: '' };
    expect(Object.keys(pointOf(anObservation({ ...host, payload })).tags)).toEqual(['agent_id', 'channel']);
  });
});

describe('a point of Pulp’s status', () => {
  it('has a field for each key of a map, named after the way to it', () => {
    const payload = {
      system_id: 'k',
      version: '3.21.0',
      plugins: { rpm: '3.18.1', file: '1.11.2', odd: null },
      online_workers: { hosts: 2, processes: 8 },
      online_content_apps: { hosts: 1, processes: 2 },
    };
    const point = pointOf(anObservation({ application: 'pulp', telemetry_type: 'status', system_key: 'k', payload }));
    expect(point.measurement).toBe('pulp_status');
    expect(point.tags).toEqual({ system_id: 'k', channel: 'production' });
    expect(point.fields).toEqual({
      reports: 'integer 1',
      version: 'string 3.21.0',
      plugins_rpm: 'string 3.18.1',
      plugins_file: 'string 1.11.2',
      online_workers_hosts: 'integer 2',
      online_workers_processes: 'integer 8',
      online_content_apps_hosts: 'integer 1',
      online_content_apps_processes: 'integer 2',
    });
  });
});

describe('a clamped clock', () => {
  const clamped = (id: string) => pointOf(anObservation({ ...host, id, clock_clamped: true })).timestampNs;

  it('counts for the time of receipt, to the millisecond', () => {
    const ns = clamped('018f4e9a-0000-7000-8000-0000000000aa');
    expect(ns / 1_000_000n).toBe(BigInt(Date.parse('2026-11-21T10:00:00.000Z')));
  });

  it('gives two reports of one system two times, and one report always the same', () => {
    const ids = ['018f4e9a-0000-7000-8000-0000000000aa', '018f4e9a-0000-7000-8000-0000000000ab'];
    expect(new Set([...ids, ...ids].map(clamped)).size).toBe(2);
  });
});

describe('two reports of one system with one time', () => {
  const ids = ['018f4e9a-0000-7000-8000-0000000000aa', '018f4e9a-0000-7000-8000-0000000123ab'];
  const times = (time: string) => ids.map((id) => pointOf(anObservation({ ...host, id, time })).timestampNs);

  it.each([
    ['2026-11-21T10:00:00Z', 1_000_000n],
    ['2026-11-21T10:00:00.5Z', 1_000_000n],
    ['2026-11-21T10:00:00.500+00:00', 1_000_000n],
    ['2026-11-21T10:00:00.500123Z', 1000n],
  ])('are two points within what %s says, each the same when repeated', (time, unsaid) => {
    const [first = 0n, second = 0n] = times(time);
    expect(first).not.toBe(second);
    expect(first / unsaid).toBe(second / unsaid);
    expect(first / 1_000_000n).toBe(BigInt(Date.parse(time)));
    expect(times(time)).toEqual([first, second]);
  });

  it('are one point where both say the same nanosecond', () => {
    expect(new Set(times('2026-11-21T10:00:00.500123456Z'))).toEqual(new Set([1795255200500123456n]));
  });
});

describe('types and names', () => {
  const typed = aDefinition({
    fields: {
      '/run': { type: 'uuid' },
      '/place': { type: 'string' },
      '/load': { type: 'number' },
      '/on': { type: 'boolean' },
    },
    influx: { measurement: 'm', tags: ['/place'], fields: ['/run', '/load', '/on'] },
  });
  const made = (payload: object) => {
    const { tags, fields } = pointsOf(typed)(anObservation({ payload: { ...payload }, system_key: 'k' }));
    return { tags: Object.fromEntries(tags), fields: Object.fromEntries(fields) };
  };

  it('take a value of the type of its field', () => {
    expect(made({ run: 'a', place: 'Linz', load: 0.5, on: true })).toEqual({
      tags: { place: 'Linz', system_key: 'k', channel: 'production' },
      fields: {
        reports: { type: 'integer', value: 1 },
        run: { type: 'string', value: 'a' },
        load: { type: 'float', value: 0.5 },
        on: { type: 'boolean', value: true },
      },
    });
  });

  it('leave out a value of another type, and an object where a tag is expected', () => {
    expect(made({ run: 7, place: { city: 'Linz' }, load: '0.5', on: 'true' })).toEqual({
      tags: { system_key: 'k', channel: 'production' },
      fields: { reports: { type: 'integer', value: 1 } },
    });
  });

  it('follow the definition, not the value', () => {
    const definition = aDefinition({
      fields: {
        '/id': { type: 'string', sanitise: 'hash' },
        '/load': { type: 'number' },
        '/on': { type: 'boolean' },
        '/serial': { type: 'integer', sanitise: 'hash' },
        '/parts/*/size': { type: 'integer' },
      },
      influx: { measurement: 'm', tags: ['/id'], fields: ['/load', '/on', '/serial', '/parts/*/size'] },
    });
    const payload = { load: 2, on: false, serial: 'aGFzaA', parts: { a: { size: 1 }, b: { size: 'x' }, c: 4 } };
    const { fields } = pointsOf(definition)(anObservation({ payload }));
    expect(Object.fromEntries(fields)).toEqual({
      reports: { type: 'integer', value: 1 },
      load: { type: 'float', value: 2 },
      on: { type: 'boolean', value: false },
      serial: { type: 'string', value: 'aGFzaA' },
      parts_a_size: { type: 'integer', value: 1 },
    });
  });
});
