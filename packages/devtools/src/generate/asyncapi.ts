import { messageSchema } from '@heliograph/cli';
import {
  groupId,
  MESSAGE_NAMES,
  type MessageName,
  mayRead,
  mayWrite,
  messageName,
  PARTIES,
  type Party,
  REQUEST_HEADER,
  REQUEST_KINDS,
  TOPIC_IDS,
  TOPOLOGY,
  type TopicId,
  topicName,
  topicSpec,
} from '@heliograph/schema';
import type { ProvisionPlan } from '@heliograph/stream';

const PREFIX = 'telemetry';
const BINDING_VERSION = '0.5.0';

const JSON_SCHEMA = 'application/schema+json;version=draft-07';

const ANY_BYTES = 'The bytes of the record that could not be processed, as they were.';

const HEADERS = {
  type: 'object',
  properties: {
    application: { type: 'string' },
    telemetry_type: { type: 'string' },
    traceparent: { type: 'string', description: 'W3C Trace Context' },
  },
};

const REQUEST_HEADERS = {
  ...HEADERS,
  required: [REQUEST_HEADER],
  properties: { ...HEADERS.properties, [REQUEST_HEADER]: { type: 'string', enum: REQUEST_KINDS } },
};

const keyOf = (id: TopicId) => id.replace('.', '-');
/** The schemas of a topic's records, by their names. Throws where one has none: it would be in no document. */
function schemasOf(id: TopicId): { readonly value?: MessageName; readonly request?: MessageName } {
  const named = (role: 'value' | 'request') => {
    const schema = topicSpec(id)[role];
    if (schema === undefined) return {};
    const name = messageName(schema);
    if (name === undefined) throw new Error(`the ${role} of ${id} is no published schema`);
    return { [role]: name };
  };
  return { ...named('value'), ...named('request') };
}

const isDead = (id: TopicId) => topicSpec(id).redelivery !== undefined;
/** What is sent to no topic is left out: the bodies of requests to the gateway, and files. */
const inTopics = new Set<MessageName>([
  'dead-letter-headers',
  ...TOPIC_IDS.flatMap((id) => Object.values(schemasOf(id))),
]);
const ref = (path: string) => ({ $ref: `#/${path}` });

/** The messages of a topic by name: one, or two where requests travel with it. */
function messagesOf(id: TopicId): Record<string, object> {
  const { request } = schemasOf(id);
  const own = { [keyOf(id)]: message(id) };
  return request === undefined ? own : { ...own, [`${keyOf(id)}-request`]: requestMessage(id, request) };
}

/**
 * The topics as an AsyncAPI 3.0 document: a channel and its messages a topic, an operation for each service that reads or
 * writes it. `settings` are the broker's, by topic. https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(plan: ProvisionPlan, settings: Readonly<Record<TopicId, Readonly<Record<string, string>>>>) {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Heliograph',
      version: '1.0.0',
      description: 'The topics of Heliograph. Other programs subscribe to observations and summaries.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { local: { host: '127.0.0.1:9092', protocol: 'kafka' } },
    channels: Object.fromEntries(TOPIC_IDS.map((id) => [keyOf(id), channel(id, plan, settings[id])])),
    operations: Object.fromEntries(TOPIC_IDS.flatMap(operations)),
    components: {
      messages: Object.assign({}, ...TOPIC_IDS.map(messagesOf)),
      schemas: Object.fromEntries(
        MESSAGE_NAMES.filter((name) => inTopics.has(name)).map((name) => [
          name,
          { schemaFormat: JSON_SCHEMA, schema: messageSchema(name, 'draft-07') },
        ]),
      ),
    },
  };
}

function channel(id: TopicId, plan: ProvisionPlan, settings: Readonly<Record<string, string>>) {
  return {
    address: topicName(PREFIX, id),
    description: TOPOLOGY[id].holds,
    messages: Object.fromEntries(Object.keys(messagesOf(id)).map((name) => [name, ref(`components/messages/${name}`)])),
    bindings: {
      kafka: {
        partitions: plan.partitions,
        replicas: plan.replicationFactor,
        topicConfiguration: {
          'cleanup.policy': settings['cleanup.policy']?.split(','),
          'retention.ms': Number(settings['retention.ms']),
        },
        bindingVersion: BINDING_VERSION,
      },
    },
  };
}

function message(id: TopicId) {
  const { value } = schemasOf(id);
  return {
    title: TOPOLOGY[id].holds,
    contentType: 'application/json',
    headers: isDead(id) ? ref('components/schemas/dead-letter-headers') : HEADERS,
    payload: value === undefined ? { description: ANY_BYTES } : ref(`components/schemas/${value}`),
    bindings: {
      kafka: { key: { type: 'string', description: TOPOLOGY[id].key }, bindingVersion: BINDING_VERSION },
    },
  };
}

function requestMessage(id: TopicId, schema: MessageName) {
  return {
    ...message(id),
    title: 'requests of the owners of systems, each behind what was accepted of its system before',
    headers: REQUEST_HEADERS,
    payload: ref(`components/schemas/${schema}`),
  };
}

function operations(id: TopicId): [string, object][] {
  const common = {
    channel: ref(`channels/${keyOf(id)}`),
    messages: Object.keys(messagesOf(id)).map((name) => ref(`channels/${keyOf(id)}/messages/${name}`)),
  };
  return PARTIES.flatMap((party): [string, object][] => [
    ...(mayWrite(party, id) ? [operation(`${party}-sends-${keyOf(id)}`, { action: 'send', ...common })] : []),
    ...(mayRead(party, id)
      ? [operation(`${party}-receives-${keyOf(id)}`, { action: 'receive', ...common, ...groupOf(party, id) })]
      : []),
  ]);
}

const operation = (name: string, body: object): [string, object] => [name, body];

/** What is read whole is read outside the groups of services. */
function groupOf(party: Party, id: TopicId) {
  if (topicSpec(id).reading === 'whole') return {};
  const groupIdSchema = { type: 'string', enum: [groupId(PREFIX, party)] };
  return { bindings: { kafka: { groupId: groupIdSchema, bindingVersion: BINDING_VERSION } } };
}
