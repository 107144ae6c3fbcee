import {
  type Field,
  type Message,
  MessageError,
  type MessageValue,
  type Refusal,
  readMessage,
} from '@heliograph/ingest';

const one = (name: string, type: Field['type']): Field => ({ name, type });
const NODES: Message = new Map([
  [1, one('processes', 'uint32')],
  [2, one('hosts', 'uint32')],
]);
const COMPONENT: Message = new Map([
  [1, one('name', 'string')],
  [2, one('version', 'string')],
]);
const RBAC: Message = new Map(
  ['users', 'groups', 'domains', 'custom_access_policies', 'custom_roles'].map((name, i) => [
    i + 1,
    one(name, 'uint32'),
  ]),
);
/** The message `Analytics` of Pulp (proto2), of which later versions have more fields. */
const ANALYTICS: Message = new Map([
  [1, one('system_id', 'string')],
  [2, one('online_content_apps', () => NODES)],
  [3, one('online_workers', () => NODES)],
  [4, { name: 'components', type: () => COMPONENT, isRepeated: true }],
  [5, one('postgresql_version', 'uint32')],
  [6, one('rbac_stats', () => RBAC)],
]);

/** Pulp with every plugin that there is has a dozen components; a report is some hundred bytes. */
const BOUNDS = { maxDepth: 4, maxElements: 1000 };
/** The component that is Pulp itself. */
const CORE = 'core';

/**
 * Reads a report of Pulp: protobuf with the id of the system, which the message requires. Its components become `version`, of
 * Pulp itself, and `plugins` by their names. What is absent stays absent: 0 is a value of its own.
 */
export function readPulp(body: Uint8Array): { readonly value: unknown } | Refusal {
  try {
    const { components = [], ...report } = readMessage(body, ANALYTICS, BOUNDS);
    if (typeof report.system_id !== 'string') return { refused: 'malformed_body' };
    const versions = (components as readonly MessageValue[]).map(({ name, version }) => [name, version] as const);
    const plugins = Object.fromEntries(versions.filter(([name]) => name !== CORE));
    const version = versions.find(([name]) => name === CORE)?.[1];
    return { value: { ...report, version, plugins } };
  } catch (error) {
    if (error instanceof MessageError) return { refused: 'malformed_body' };
    throw error;
  }
}
