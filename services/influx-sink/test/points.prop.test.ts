import { anObservation, jsonPayloads, observations, shippedDefinitions } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsOf } from '../src/points.ts';

const [trento, pulp] = [
  shippedDefinitions().find('trento', 'host_telemetry'),
  shippedDefinitions().find('pulp', 'status'),
];
if (trento === undefined || pulp === undefined) throw new Error('a shipped definition is missing');

describe('points', () => {
  it('of two systems are never of one series, whatever is missing in their payloads', () => {
    const toPoint = pointsOf(trento);
    const payload = fc.record(
      { agent_id: fc.constantFrom('system-0', 'system-1', '', null), installation_id: fc.constantFrom('i', null) },
      { requiredKeys: [] },
    );
    const pair = fc.tuple(observations({ systems: 2 }), observations({ systems: 2 }), payload, payload);
    fc.assert(
      fc.property(pair, ([a, b, ofA, ofB]) => {
        fc.pre(a.system_key !== b.system_key);
        // A payload never holds another system's key where the definition hashes its id.
        fc.pre(ofA.agent_id !== b.system_key && ofB.agent_id !== a.system_key);
        expect(toPoint({ ...a, payload: ofA }).tags).not.toEqual(toPoint({ ...b, payload: ofB }).tags);
      }),
    );
  });

  it('are made of any payload, with at least one field and no empty tag', () => {
    const toPoint = pointsOf(pulp);
    fc.assert(
      fc.property(jsonPayloads(), jsonPayloads(), (payload, plugins) => {
        const { fields, tags } = toPoint(anObservation({ payload: { ...payload, plugins } }));
        expect(fields.get('reports')).toEqual({ type: 'integer', value: 1 });
        expect([...tags.values()]).not.toContain('');
      }),
    );
  });
});
