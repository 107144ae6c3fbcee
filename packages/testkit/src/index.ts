export { jsonPayloads, observations, rawRecords, systemIds, uuids } from './arbitraries.ts';
export { backing } from './backing.ts';
export { aDefinition, anInput, anObservation, aRawRecord, aSystemRequest, toyEmissions } from './builders.ts';
export { compileCache } from './compile-cache.ts';
export { cpuMsOf } from './cpu-time.ts';
export { shippedDefinitions } from './definitions.ts';
export { definitionFile, type TestFolder, testFolder } from './definitions-folder.ts';
export { eventually } from './eventually.ts';
export { type TestBucket, testBucket } from './influx.ts';
export {
  type InfluxAdmin,
  influxAdmin,
  influxBucket,
  influxSource,
  influxSources,
  type WriteToken,
} from './influx-admin.ts';
export { makeTopics, publishRecords, testKafka } from './kafka.ts';
export { testDatabase } from './postgres.ts';
export { propertyFactor, propertyRuns } from './property-runs.ts';
export { readablePseudonyms } from './pseudonyms.ts';
export { testRuntime } from './runtime.ts';
export { VERSION_CASES } from './version-cases.ts';
