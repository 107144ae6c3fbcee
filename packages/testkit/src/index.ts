export { jsonPayloads, observations, rawRecords, systemIds, uuids } from './arbitraries.ts';
export { type BackingUrls, backing } from './backing.ts';
export { aDefinition, anInput, anObservation, aRawRecord } from './builders.ts';
export { shippedDefinitions } from './definitions.ts';
export { eventually } from './eventually.ts';
export { testBucket } from './influx.ts';
export { testKafka } from './kafka.ts';
export { testDatabase } from './postgres.ts';
export { type TestRuntime, testRuntime } from './runtime.ts';
