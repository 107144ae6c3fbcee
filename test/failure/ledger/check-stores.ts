import { epochNanos, parseRfc3339, precisionNanos } from '@heliograph/schema';
import { pointColumns } from './canonical.ts';
import type { Evidence, PointSeen, Seen } from './evidence.ts';
import type { Fates } from './fates.ts';
import { doubled, type Finding, grouped, left, lost, unexplained } from './finding.ts';
import type { Book } from './ledger.ts';

/** The observations of the topic that have to be in the stores, and those whose system was erased, by their ids. */
interface Observed {
  readonly kept: ReadonlyMap<string, Seen>;
  readonly erased: ReadonlyMap<string, Seen>;
}

/**
 * Each observation is one row and one point, as it stands in the topic, and there is no other row and no other point; of one
 * whose system was erased there is neither.
 */
export function checkStores(book: Book, fates: Fates, evidence: Evidence): Finding[] {
  const isErased = ({ name }: Seen) => fates.counted.has(name) && !fates.kept.has(name);
  const [erased = [], kept = []] = [true, false].map((is) =>
    evidence.observations.filter((one) => isErased(one) === is),
  );
  const byName = (list: readonly Seen[]) => new Map(list.map((seen) => [seen.name, seen]));
  const observed = { kept: byName(kept), erased: byName(erased) };
  return [...checkRows(book, observed, evidence.rows), ...checkPoints(book, observed, evidence.points)];
}

function* checkRows(book: Book, { kept: observations, erased }: Observed, rows: readonly Seen[]): Generator<Finding> {
  const byId = grouped(rows, ({ name }) => name);
  for (const [name, observation] of observations) {
    const [row, ...more] = byId.get(name) ?? [];
    if (row === undefined) yield lost(`${observation.at} is no row in PostgreSQL`, name);
    if (more.length > 0) yield doubled(`${more.length + 1} rows in PostgreSQL`, name);
    for (const one of row === undefined ? [] : [row, ...more]) {
      const wrong = (Object.keys(one) as (keyof Seen)[]).filter((key) => key !== 'at' && one[key] !== observation[key]);
      if (wrong.length > 0) yield unexplained(`the row differs from ${observation.at}: ${wrong.join(', ')}`, name);
    }
  }
  for (const name of byId.keys()) {
    if (observations.has(name)) continue;
    const known = book.entries.get(name);
    const counted =
      known && book.claims.get(known.expected.claim)?.some(({ expected }) => observations.has(expected.id));
    if (erased.has(name)) yield left('a row in PostgreSQL, though its system was erased', name);
    else if (known === undefined) yield unexplained('a row in PostgreSQL that no request explains', name);
    else if (counted) yield doubled('a row in PostgreSQL for a duplicate', name);
    else yield unexplained('a row in PostgreSQL without an observation', name);
  }
}

const seriesOf = (measurement: string, systemKey: string) => `${measurement} ${systemKey}`;

/**
 * Points have no id: they are told by measurement, system and time, and no two reports of the plan share all three. Where the
 * time of a report does not say its nanoseconds, its point lies anywhere within what it says.
 */
function* checkPoints(
  book: Book,
  { kept: observations, erased }: Observed,
  points: readonly PointSeen[],
): Generator<Finding> {
  const series = grouped(points, ({ measurement, systemKey }) => seriesOf(measurement, systemKey));
  const explained = new Set<PointSeen>();
  const pointsOf = (observation: Seen) => {
    const measurement = book.entries.get(observation.name)?.expected.measurement;
    if (measurement === undefined) return undefined;
    const { from, to } = timesOf(observation);
    return (series.get(seriesOf(measurement, observation.systemKey)) ?? []).filter(({ timeNs }) => {
      const ns = BigInt(timeNs);
      return from <= ns && ns < to;
    });
  };
  for (const [name, observation] of observations) {
    const found = pointsOf(observation);
    if (found === undefined) continue;
    for (const point of found) explained.add(point);
    if (found.length === 0) yield lost(`${observation.at} is no point in InfluxDB`, name);
    if (found.length > 1) yield doubled(`${found.length} points in InfluxDB`, name);
    const columns = pointColumns(JSON.parse(observation.payload), observation.channel);
    if (found.some((point) => point.columns !== columns))
      yield unexplained(`the point differs from ${observation.at}`, name);
  }
  // After the others: what a system says again after an erasure, it may say of the very same time.
  for (const [name, observation] of erased)
    for (const point of pointsOf(observation) ?? []) {
      if (!explained.has(point)) yield left('a point in InfluxDB, though its system was erased', name);
      explained.add(point);
    }
  for (const point of points)
    if (!explained.has(point))
      yield unexplained(`a point in InfluxDB without an observation: ${JSON.stringify(point)}`, point.systemKey);
}

/** When a point of the observation may be, in nanoseconds since the epoch; `to` is no longer among them. */
function timesOf({ time, observedAt, clockClamped }: Seen): { readonly from: bigint; readonly to: bigint } {
  const sent = clockClamped ? undefined : parseRfc3339(time);
  const from = sent === undefined ? BigInt(Date.parse(observedAt)) * 1_000_000n : epochNanos(sent);
  return { from, to: from + BigInt(sent === undefined ? 1_000_000 : precisionNanos(time)) };
}
