/** Requests of Kafka's protocol, by their names there, in the versions that the client speaks. */
const API_KEYS = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  SyncGroup: 14,
  ApiVersions: 18,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
} as const;
export type ApiName = keyof typeof API_KEYS;

/** The client's newest versions, by which the places below hold. */
const VERSIONS: Readonly<Record<ApiName, number>> = {
  Produce: 7,
  Fetch: 11,
  ListOffsets: 3,
  Metadata: 6,
  OffsetCommit: 5,
  OffsetFetch: 4,
  FindCoordinator: 2,
  JoinGroup: 5,
  Heartbeat: 3,
  SyncGroup: 3,
  ApiVersions: 2,
  InitProducerId: 1,
  AddPartitionsToTxn: 1,
  AddOffsetsToTxn: 1,
  EndTxn: 1,
  TxnOffsetCommit: 1,
};

export const API_NAMES = Object.keys(API_KEYS) as ApiName[];

/** Which request this is; undefined for any that is not listed. Throws where it is of another version than expected. */
export function apiOf(request: Buffer): ApiName | undefined {
  const name = API_NAMES.find((one) => API_KEYS[one] === request.readInt16BE(0));
  if (name !== undefined && request.readInt16BE(2) !== VERSIONS[name])
    throw new Error(`${name} is of version ${request.readInt16BE(2)}: say where its error code stands`);
  return name;
}

const THROTTLE_TIME = 4;
/** Of an array. */
const LENGTH = 4;
const PARTITION = 4;

/** The first of the error codes in the body of an answer; undefined where it holds none. */
export function errorCodeAt(name: ApiName, body: Buffer): number | undefined {
  switch (name) {
    case 'ApiVersions':
      return 0;
    case 'OffsetFetch':
      return body.length - 2;
    case 'Produce':
      return ofFirstPartition(body, 0);
    case 'ListOffsets':
    case 'OffsetCommit':
    case 'AddPartitionsToTxn':
    case 'TxnOffsetCommit':
      return ofFirstPartition(body, THROTTLE_TIME);
    case 'Metadata':
      return ofFirstTopic(body);
    case 'Fetch':
    case 'FindCoordinator':
    case 'JoinGroup':
    case 'Heartbeat':
    case 'SyncGroup':
    case 'InitProducerId':
    case 'AddOffsetsToTxn':
    case 'EndTxn':
      return THROTTLE_TIME;
  }
}

/** Of topics, each a name and its partitions, each a number and a code. */
function ofFirstPartition(body: Buffer, topics: number): number | undefined {
  if (body.readInt32BE(topics) === 0) return undefined;
  const partitions = afterText(body, topics + LENGTH);
  return body.readInt32BE(partitions) === 0 ? undefined : partitions + LENGTH + PARTITION;
}

/** Behind brokers (number, host, port, rack), the cluster's name and its controller. */
function ofFirstTopic(body: Buffer): number | undefined {
  let at = THROTTLE_TIME + LENGTH;
  for (let brokers = body.readInt32BE(THROTTLE_TIME); brokers > 0; brokers -= 1)
    at = afterText(body, afterText(body, at + 4) + 4);
  const topics = afterText(body, at) + 4;
  return body.readInt32BE(topics) === 0 ? undefined : topics + LENGTH;
}

function afterText(body: Buffer, at: number): number {
  return at + 2 + Math.max(0, body.readInt16BE(at));
}
