import { createRegister, type Definition, type Observation } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';

export type Policy = Definition['dedup']['policy'];
export const POLICY_NAMES: Policy[] = ['by-event-id', 'first-per-window', 'latest-per-window'];

export const registerWith = (policy: Policy) =>
  createRegister([aDefinition({ application: 'trento', telemetry_type: 'host_telemetry', dedup: { policy } })]);

/** The rules of DESIGN, section 6, and ADR 20, with a plain set that never forgets and never crashes. */
export function createModel(policy: Policy) {
  const seen = new Set<string>();
  const newest = new Map<string, { readonly moment: string; readonly day: string; readonly second: string }>();
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
    const moment = `${observation.observed_at} ${observation.received_at}`;
    const last = newest.get(system_key);
    const isReturn = last !== undefined && last.day === day && last.second !== second && moment > last.moment;
    if (seen.has(second) && !(policy === 'latest-per-window' && isReturn))
      return policy === 'first-per-window' ? 'duplicate_window' : 'duplicate_content';
    seen.add(id).add(second);
    if (moment > (last?.moment ?? '')) newest.set(system_key, { moment, day, second });
    return 'ok';
  };
}
