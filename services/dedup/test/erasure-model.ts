import { createRegister, type Observation, type Register, type SystemRequest } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import type { Policy } from './dedup-model.ts';

export const DAY_MS = 86_400_000;
export const LATE_MS = 2 * DAY_MS;
export const TYPES = ['open', 'refusing'] as const;

/** Two telemetry types of one application, of which one refuses what has been erased for a day and a half. */
export const registerOf = (policy: Policy): Register =>
  createRegister(
    TYPES.map((telemetry_type) =>
      aDefinition({
        application: 'trento',
        telemetry_type,
        dedup: { policy },
        ...(telemetry_type === 'refusing' ? { erasure: { refuse_for: '36h' } } : {}),
      }),
    ),
  );

export type Message = Observation | SystemRequest;
export const isRequest = (message: Message): message is SystemRequest => 'request' in message;
export const nameOf = ({ telemetry_type, system_key }: Observation) => `trento/${telemetry_type}/${system_key}`;

/** Whether a request is about the system of an observation. */
export const concerns = (request: SystemRequest, { telemetry_type, system_key }: Observation): boolean =>
  (request.telemetry_type ?? telemetry_type) === telemetry_type && request.system_keys.includes(system_key);

/** The rules with plain lists that never forget and never crash. Tells what becomes of each message. */
export function createErasureModel(policy: Policy, register: Register) {
  const requests = new Map<string, SystemRequest>();
  const ids = new Set<string>();
  const others = new Set<string>();
  const systems = new Map<string, Observation>();

  function judgeRequest(request: SystemRequest): string {
    if (requests.has(request.receipt)) return 'duplicate_request';
    requests.set(request.receipt, request);
    if (request.request === 'erasure')
      for (const [name, observation] of systems) if (concerns(request, observation)) systems.delete(name);
    return 'ok';
  }

  function judge(observation: Observation): string {
    const { id, telemetry_type, day, payload, received_at } = observation;
    const name = nameOf(observation);
    const refusedMs = register.find('trento', telemetry_type)?.erasure.refuse_for ?? 0;
    const erasures = [...requests.values()].filter((one) => one.request === 'erasure' && concerns(one, observation));
    const receivedMs = Date.parse(received_at);
    if (erasures.some((erasure) => receivedMs <= Date.parse(erasure.received_at) + refusedMs)) return 'erased';
    if (ids.has(id)) return 'duplicate_id';
    const window = `${name} ${day} ${erasures.at(-1)?.receipt}`;
    const other = {
      'by-event-id': id,
      'first-per-window': window,
      'latest-per-window': `${window} ${payload.version}`,
    };
    const newest = systems.get(name);
    const momentOf = (one: Observation | undefined) => `${one?.observed_at ?? ''} ${one?.received_at ?? ''}`;
    const isNewer = momentOf(observation) > momentOf(newest);
    const isReturn = newest?.day === day && newest.payload.version !== payload.version && isNewer;
    if (others.has(other[policy]) && !(policy === 'latest-per-window' && isReturn))
      return policy === 'first-per-window' ? 'duplicate_window' : 'duplicate_content';
    ids.add(id);
    others.add(other[policy]);
    if (isNewer) systems.set(name, observation);
    return 'ok';
  }

  return { systems, judge: (message: Message) => (isRequest(message) ? judgeRequest(message) : judge(message)) };
}
