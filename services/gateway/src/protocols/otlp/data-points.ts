import type { MessageValue } from '@heliograph/ingest';
import { attributesOf, type Item, integerOf, listOf, messageOf, textOf, timeOf } from './values.ts';

/** Each kind of metric, as a payload names it. */
const KINDS = [
  ['gauge', 'gauge'],
  ['sum', 'sum'],
  ['histogram', 'histogram'],
  ['exponentialHistogram', 'exponential_histogram'],
  ['summary', 'summary'],
] as const;
const TEMPORALITIES: readonly (string | undefined)[] = [undefined, 'delta', 'cumulative'];
/** The flag of a point that says that no value was recorded. */
const NO_RECORDED_VALUE = 1;

/** The data points of a metric as payloads hold them. A point that says that it has no value is none. */
export function pointsOf(metric: MessageValue, scope: object, place: string): Item[] {
  const name = textOf(metric, 'name');
  const unit = textOf(metric, 'unit');
  return KINDS.flatMap(([field, kind]) => {
    const data = messageOf(metric, field);
    const temporality = TEMPORALITIES[Number(data.aggregationTemporality ?? 0)];
    const monotonic = kind === 'sum' ? data.isMonotonic === true : undefined;
    return listOf(data, 'dataPoints').flatMap((point, i): Item[] => {
      if ((Number(point.flags ?? 0) & NO_RECORDED_VALUE) !== 0) return [];
      const time = timeOf(point.timeUnixNano);
      const about = { name, unit, kind, temporality, monotonic, time, start_time: timeOf(point.startTimeUnixNano) };
      const payload = { ...about, ...valuesOf(point), attributes: attributesOf(point), scope };
      return [{ pointer: `${place}/${field}/dataPoints/${i}`, name, time, payload }];
    });
  });
}

/** The values that a point of any kind may have, under names of their own; undefined where it has none. */
function valuesOf(point: MessageValue): Record<string, unknown> {
  const quantiles = listOf(point, 'quantileValues');
  return {
    value: point.asInt === undefined ? point.asDouble : integerOf(point.asInt),
    count: integerOf(point.count),
    sum: point.sum,
    min: point.min,
    max: point.max,
    bucket_counts: integers(point.bucketCounts),
    explicit_bounds: point.explicitBounds,
    scale: point.scale,
    zero_count: integerOf(point.zeroCount),
    zero_threshold: point.zeroThreshold,
    positive: bucketsOf(point.positive),
    negative: bucketsOf(point.negative),
    quantiles: quantiles.length === 0 ? undefined : quantiles.map(quantileOf),
  };
}

const integers = (values: unknown) => (Array.isArray(values) ? values.map(integerOf) : undefined);

function bucketsOf(buckets: unknown) {
  if (buckets === undefined) return undefined;
  const { offset = 0, bucketCounts } = buckets as MessageValue;
  return { offset, bucket_counts: integers(bucketCounts) ?? [] };
}

const quantileOf = ({ quantile = 0, value = 0 }: MessageValue) => ({ quantile, value });
