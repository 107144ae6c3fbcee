import { createRegister, type Definition, type Observation } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';

export type Policy = Definition['dedup']['policy'];
export const POLICY_NAMES: Policy[] = ['by-event-id', 'first-per-window', 'latest-per-window'];

export const registerWith = (policy: Policy) =>
  createRegister([aDefinition({ application: 'trento', telemetry_type: 'host_telemetry', dedup: { policy } })]);

/** The rules of DESIGN, section 6, with a plain set that never forgets and never crashes. */
export function createModel(policy: Policy) {
  const seen = new Set<string>();
  return (observation: Observation): string => {
    const { id, system_key, day, payload } = observation;
    const window = `${system_key} ${day}`;
    const content = JSON.stringify(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)));
    const second = {
      'by-event-id': id,
      'first-per-window': window,
      'latest-per-window': `${window} ${content}`,
    }[policy];
    if (seen.has(id)) return 'duplicate_id';
    if (seen.has(second)) return policy === 'first-per-window' ? 'duplicate_window' : 'duplicate_content';
    seen.add(id).add(second);
    return 'ok';
  };
}
