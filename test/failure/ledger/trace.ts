import type { Evidence } from './evidence.ts';
import { grouped } from './finding.ts';
import type { Book } from './ledger.ts';

/** Gives for a record, or a system, where all of its claim was sent and seen, one line each. */
export function createTracer(book: Book, evidence: Evidence): (name: string) => string[] {
  const { raw, sanitized, observationLog, rows, points, dead, systems, systemRows, latestRows } = evidence;
  const { rawRequests, sanitizedRequests, observedRequests, erasures, receipts } = evidence;
  const requests = [...rawRequests, ...sanitizedRequests, ...observedRequests, ...erasures];
  const logs = grouped([...raw, ...sanitized, ...observationLog, ...rows, ...requests], ({ name }) => name);
  const carriedOut = grouped(receipts, ({ receipt }) => receipt);
  const bySystem = grouped(requests, ({ application, system }) => `${application}/${system}`);
  const letters = grouped(dead, ({ origin }) => origin);
  const series = grouped(points, ({ systemKey }) => systemKey);
  const tables = grouped([...systems, ...systemRows, ...latestRows], ({ system }) => system);

  function placesOf(name: string): string[] {
    const places = (logs.get(name) ?? []).map(({ at, receivedAt }) => `${at}, received ${receivedAt}`);
    const deaths = (logs.get(name) ?? []).flatMap(({ at }) => letters.get(at) ?? []);
    return [...places, ...deaths.map(({ at, stage, reason }) => `${at}, dead at ${stage} for ${reason}`)];
  }

  return (name) => {
    const claim = book.entries.get(name)?.expected.claim;
    const members = claim === undefined ? [] : (book.claims.get(claim) ?? []);
    const [first] = members;
    if (first === undefined) {
      const shown = (tables.get(name) ?? []).map((entry) => `${entry.at}: ${entry.name} of ${entry.observedAt}`);
      const done = (carriedOut.get(name) ?? []).map(({ store }) => `receipt of ${store}`);
      return [...placesOf(name), ...shown, ...done];
    }
    const { application, systemKey, measurement } = first.expected;
    const seen = (series.get(systemKey) ?? []).filter((point) => point.measurement === measurement);
    return [
      ...members.flatMap(({ expected, sent }) =>
        [`sent as ${expected.id} with time ${expected.time}`, ...sent, ...placesOf(expected.id)].map(String),
      ),
      ...(bySystem.get(`${application}/${systemKey}`) ?? []).map(
        ({ at, kind, name: receipt, receivedAt }) =>
          `${kind} ${receipt} of its system at ${at}, received ${receivedAt}`,
      ),
      ...seen.map(({ timeNs }) => `point of system ${systemKey} at ${timeNs} ns`),
    ];
  };
}
