import type { Field, Message } from '@heliograph/ingest';

/**
 * The messages of OpenTelemetry's protocol 1.11 that are read, by the numbers of their fields (opentelemetry-proto:
 * collector, common, resource, logs and metrics, all of version 1). What is not used is not listed, and so is skipped.
 */
function message(fields: Readonly<Record<number, Field>>): Message {
  return new Map(Object.entries(fields).map(([number, field]) => [Number(number), field]));
}

const one = (name: string, type: Field['type']): Field => ({ name, type });
const many = (name: string, type: Field['type']): Field => ({ name, type, isRepeated: true });

const ANY_VALUE: Message = message({
  1: one('stringValue', 'string'),
  2: one('boolValue', 'bool'),
  3: one('intValue', 'int64'),
  4: one('doubleValue', 'double'),
  5: one('arrayValue', () => ARRAY_VALUE),
  6: one('kvlistValue', () => KEY_VALUE_LIST),
  7: one('bytesValue', 'bytes'),
});
const ARRAY_VALUE = message({ 1: many('values', () => ANY_VALUE) });
const KEY_VALUE = message({ 1: one('key', 'string'), 2: one('value', () => ANY_VALUE) });
const KEY_VALUE_LIST = message({ 1: many('values', () => KEY_VALUE) });
const attributes = many('attributes', () => KEY_VALUE);

const RESOURCE = message({ 1: attributes });
const SCOPE = message({ 1: one('name', 'string'), 2: one('version', 'string'), 3: attributes });

const LOG_RECORD = message({
  1: one('timeUnixNano', 'fixed64'),
  2: one('severityNumber', 'int32'),
  3: one('severityText', 'string'),
  5: one('body', () => ANY_VALUE),
  6: attributes,
  9: one('traceId', 'bytes'),
  10: one('spanId', 'bytes'),
  11: one('observedTimeUnixNano', 'fixed64'),
  12: one('eventName', 'string'),
});
const SCOPE_LOGS = message({ 1: one('scope', () => SCOPE), 2: many('logRecords', () => LOG_RECORD) });
const RESOURCE_LOGS = message({ 1: one('resource', () => RESOURCE), 2: many('scopeLogs', () => SCOPE_LOGS) });
export const EXPORT_LOGS = message({ 1: many('resourceLogs', () => RESOURCE_LOGS) });

const times = { 2: one('startTimeUnixNano', 'fixed64'), 3: one('timeUnixNano', 'fixed64') };
const NUMBER_POINT = message({
  ...times,
  4: one('asDouble', 'double'),
  6: one('asInt', 'sfixed64'),
  7: attributes,
  8: one('flags', 'uint32'),
});
const HISTOGRAM_POINT = message({
  ...times,
  4: one('count', 'fixed64'),
  5: one('sum', 'double'),
  6: many('bucketCounts', 'fixed64'),
  7: many('explicitBounds', 'double'),
  9: attributes,
  10: one('flags', 'uint32'),
  11: one('min', 'double'),
  12: one('max', 'double'),
});
const BUCKETS = message({ 1: one('offset', 'sint32'), 2: many('bucketCounts', 'uint64') });
const EXPONENTIAL_POINT = message({
  1: attributes,
  ...times,
  4: one('count', 'fixed64'),
  5: one('sum', 'double'),
  6: one('scale', 'sint32'),
  7: one('zeroCount', 'fixed64'),
  8: one('positive', () => BUCKETS),
  9: one('negative', () => BUCKETS),
  10: one('flags', 'uint32'),
  12: one('min', 'double'),
  13: one('max', 'double'),
  14: one('zeroThreshold', 'double'),
});
const QUANTILE = message({ 1: one('quantile', 'double'), 2: one('value', 'double') });
const SUMMARY_POINT = message({
  ...times,
  4: one('count', 'fixed64'),
  5: one('sum', 'double'),
  6: many('quantileValues', () => QUANTILE),
  7: attributes,
  8: one('flags', 'uint32'),
});
const aggregated = { 2: one('aggregationTemporality', 'int32') };
const pointsOf = (point: Message) => ({ 1: many('dataPoints', () => point) });
const GAUGE = message(pointsOf(NUMBER_POINT));
const SUM = message({ ...pointsOf(NUMBER_POINT), ...aggregated, 3: one('isMonotonic', 'bool') });
const HISTOGRAM = message({ ...pointsOf(HISTOGRAM_POINT), ...aggregated });
const EXPONENTIAL_HISTOGRAM = message({ ...pointsOf(EXPONENTIAL_POINT), ...aggregated });
const SUMMARY = message(pointsOf(SUMMARY_POINT));
const METRIC = message({
  1: one('name', 'string'),
  3: one('unit', 'string'),
  5: one('gauge', () => GAUGE),
  7: one('sum', () => SUM),
  9: one('histogram', () => HISTOGRAM),
  10: one('exponentialHistogram', () => EXPONENTIAL_HISTOGRAM),
  11: one('summary', () => SUMMARY),
});
const SCOPE_METRICS = message({ 1: one('scope', () => SCOPE), 2: many('metrics', () => METRIC) });
const RESOURCE_METRICS = message({ 1: one('resource', () => RESOURCE), 2: many('scopeMetrics', () => SCOPE_METRICS) });
export const EXPORT_METRICS = message({ 1: many('resourceMetrics', () => RESOURCE_METRICS) });
