import { type Random, uuidFrom } from '../../../packages/devtools/src/random.ts';
import { canonical } from './canonical.ts';
import type { Again, Expected, Identify, PlannedEnvelope, Subject } from './expectation.ts';
import { recordId, uuidOf } from './record-id.ts';
import { pulpStatus, type Report, trentoHost } from './reports.ts';
import { createTimes, UNBELIEVABLE, type Window, windows } from './times.ts';

const DAY_MS = 86_400_000;
/** Some of which are under way still. */
const RECENT = 30;

/** An envelope as it will be sent, and what must become of it. */
export interface Drafted {
  /** The envelope's id; a record's own is derived from it. */
  readonly id: string;
  readonly json: string;
  readonly envelope: PlannedEnvelope;
}

/** A report of a system, and what may follow it. */
export interface Spoken {
  readonly subject: Required<Subject>;
  /** As it was sent; it may hold reports of other systems too. */
  readonly drafted: Drafted;
  /** The very same, of the very same time, under another envelope id. */
  again(): Drafted;
  /** Something else. */
  anew(): Drafted;
}

export interface Sources {
  freshId(): string;
  /** A report that was drafted before, every other time one of the last; undefined where there is none. */
  spoken(): Spoken | undefined;
  /** A system that has not reported before. */
  freshPulp(envelopeId?: string): Drafted;
  /** A Pulp system: a new one, on a day of which it has not reported yet, or once more on one of which it has. */
  pulp(): Drafted;
  /** Some hosts in one envelope: new ones, ones whose content has changed, and ones that say the same again. */
  trento(): Drafted;
  /** A new system whose clock nobody believes. */
  clamped(): Drafted;
}

interface SourcesOptions {
  readonly seed: string;
  readonly startMs: number;
  readonly identify: Identify;
  readonly random: Random;
}

interface Host {
  readonly system: string;
  readonly installation: string;
  readonly said: { readonly report: Report; readonly window: Window; readonly claim: string }[];
}

interface Pulp {
  readonly system: string;
  /** The claim of each window that it has reported in. */
  readonly claims: Map<Window, string>;
}

const TRENTO = { application: 'trento', telemetryType: 'host_telemetry', measurement: 'host_telemetry' } as const;
const PULP = { application: 'pulp', telemetryType: 'status', measurement: 'pulp_status' } as const;

/** The systems of a workload. What they report depends on the seed and on the order of the calls alone. */
export function createSources({ seed, startMs, identify, random }: SourcesOptions): Sources {
  const times = createTimes(random);
  const pulpWindows = windows(startMs, 7 * DAY_MS);
  const trentoWindows = windows(startMs, 2 * DAY_MS);
  const hosts: Host[] = [];
  const pulps: Pulp[] = [];
  const reports: Spoken[] = [];
  let serial = 0;

  function nextSerial(): number {
    serial += 1;
    return serial;
  }

  const next = (what: string) => uuidFrom(`${seed}/${what}/${nextSerial()}`);
  const freshId = () => next('envelope');
  const one = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const anyOf = (values: readonly Window[]): Window => one(values) ?? { fromMs: startMs - DAY_MS / 2, toMs: startMs };

  interface Part {
    readonly source: typeof TRENTO | typeof PULP;
    readonly system: string;
    readonly report: Report;
    readonly time: { readonly text: string; readonly ms?: number };
    readonly claim?: string | undefined;
  }

  function expect(envelopeId: string, { source, system, report, time, claim }: Part, index: number): Expected {
    const { application, telemetryType } = source;
    const rawId = recordId(identify.hash, envelopeId, [application, telemetryType, system], index);
    const id = uuidOf(identify.record(rawId));
    return {
      ...source,
      rawId,
      id,
      claim: claim ?? id,
      channel: report.channel,
      systemKey: identify.systemKey(application, system),
      time: time.text,
      observedAt: time.ms === undefined ? undefined : new Date(time.ms).toISOString(),
      payload: canonical(report.kept),
    };
  }

  function drafted(id: string, time: string, payload: unknown, records: readonly Expected[], again?: Again): Drafted {
    const { application, telemetryType: telemetry_type } = records[0] ?? PULP;
    const json = JSON.stringify({ id, application, telemetry_type, schema_version: 1, time, payload });
    return { id, json, envelope: { answer: 'accepted', records, ...(again === undefined ? {} : { again }) } };
  }

  /** Remembers a report, for an erasure of its system. */
  function speak(drafted: Drafted, part: Part, { systemKey, claim }: Expected, anew: () => Drafted): void {
    const { application, telemetryType } = part.source;
    reports.push({
      subject: { application, telemetryType, systemId: part.system, systemKey },
      drafted,
      again: () => alone({ ...part, claim }),
      anew,
    });
  }

  /** An envelope with one report. */
  function alone(part: Part): Drafted {
    const id = freshId();
    const { sent } = part.report;
    const payload = part.source === PULP ? sent : [{ ...sent, time: part.time.text }];
    const again = part.claim === undefined ? undefined : 'same content';
    return drafted(id, part.time.text, payload, [expect(id, part, 0)], again);
  }

  function pulpReport(pulp: Pulp, window: Window, envelopeId = freshId()): Drafted {
    const { system, claims } = pulp;
    const claim = claims.get(window);
    const time = times.in(window, system);
    const report = pulpStatus(system, nextSerial(), random, identify);
    const part: Part = { source: PULP, system, report, time, claim };
    const expected = expect(envelopeId, part, 0);
    claims.set(window, expected.claim);
    const again = claim === undefined ? undefined : 'same window';
    const made = drafted(envelopeId, time.text, report.sent, [expected], again);
    speak(made, part, expected, () => pulpReport(pulp, anyOf(pulpWindows)));
    return made;
  }

  function freshPulp(envelopeId?: string): Drafted {
    const fresh: Pulp = { system: next('pulp'), claims: new Map() };
    pulps.push(fresh);
    return pulpReport(fresh, anyOf(pulpWindows), envelopeId);
  }

  function someHost(taken: ReadonlySet<Host>): Host {
    const known = random() < 0.5 ? one(hosts) : undefined;
    if (known !== undefined && !taken.has(known)) return known;
    const fresh: Host = { system: next('host'), installation: next('installation'), said: [] };
    hosts.push(fresh);
    return fresh;
  }

  function hostPart(host: Host): Part {
    const { system, said } = host;
    const before = random() < 0.4 ? one(said) : undefined;
    if (before !== undefined) return { source: TRENTO, system, ...before, time: times.in(before.window, system) };
    const report = trentoHost(system, host.installation, nextSerial(), random, identify);
    const window = anyOf(trentoWindows);
    return { source: TRENTO, system, report, time: times.in(window, system) };
  }

  /** Remembers what a host has said, so that it can say it again on that day. */
  function remember(host: Host, { claim, time, report }: Part, expected: Expected): void {
    const window = trentoWindows.find(
      ({ fromMs, toMs }) => time.ms !== undefined && time.ms >= fromMs && time.ms < toMs,
    );
    if (claim === undefined && window !== undefined) host.said.push({ report, window, claim: expected.claim });
  }

  return {
    freshId,
    freshPulp,
    spoken: () => one(random() < 0.5 ? reports.slice(-RECENT) : reports),
    pulp() {
      const known = random() < 0.5 ? one(pulps) : undefined;
      return known === undefined ? freshPulp() : pulpReport(known, anyOf(pulpWindows));
    },
    trento() {
      const id = freshId();
      const several = new Set<Host>();
      for (let left = 1 + Math.floor(random() * 5); left > 0; left -= 1) several.add(someHost(several));
      // A host may stand twice in one payload: two records, told apart by their index.
      const reporting = [...several].flatMap((host) => (random() < 0.03 ? [host, host] : [host]));
      const said = reporting.map((host, index) => {
        const part = hostPart(host);
        const expected = expect(id, part, index);
        remember(host, part, expected);
        return { host, part, expected };
      });
      const payload = said.map(({ part }) => ({ ...part.report.sent, time: part.time.text }));
      const records = said.map(({ expected }) => expected);
      const repeats = records.every(({ id: own, claim }) => own !== claim);
      const time = new Date(startMs).toISOString();
      const made = drafted(id, time, payload, records, repeats ? 'same content' : undefined);
      for (const { host, part, expected } of said) speak(made, part, expected, () => alone(hostPart(host)));
      return made;
    },
    clamped() {
      const id = freshId();
      const [system, text] = [next('clamped'), one(UNBELIEVABLE) ?? UNBELIEVABLE[0]];
      const report = trentoHost(system, next('installation'), nextSerial(), random, identify);
      return drafted(id, text, [report.sent], [expect(id, { source: TRENTO, system, report, time: { text } }, 0)]);
    },
  };
}
