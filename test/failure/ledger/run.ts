import { createHash } from 'node:crypto';
import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pseudonymsOf } from '@heliograph/runtime';
import type { KafkaSettings } from '@heliograph/stream';
import { createAnswers } from './answers.ts';
import type { PlannedRequest } from './expectation.ts';
import type { Ledger } from './ledger.ts';
import { startPoisoner } from './poisoner.ts';
import { createSender } from './sender.ts';
import { createWorkload } from './workload.ts';

export interface RunOptions {
  /** Base URLs of the gateways; a function where they come and go. */
  readonly gateways: readonly string[] | (() => readonly string[]);
  /** Where poison is written, past the gateways; without it none is. */
  readonly kafka?: KafkaSettings;
  /** HELIOGRAPH_SYSTEM_KEY_SECRET of the system. */
  readonly systemKeySecret: string;
  /** Equal seeds and record counts give equal workloads, but for their times. */
  readonly seed: string;
  readonly records: number;
  /** Records a second at most; as fast as it goes by default. */
  readonly rate?: number;
  /** Goes on until it is stopped: the rate falls as the records run out, so that they never do. */
  readonly endless?: boolean;
  /** Requests under way at once. */
  readonly concurrency?: number;
  /** Where every attempt is written down, one line of JSON each. */
  readonly log?: string;
  /** How long a request is tried again before it is given up and stays unanswered; five minutes by default. */
  readonly giveUpMs?: number;
}

interface Progress {
  readonly begun: number;
  readonly ended: number;
  readonly requests: number;
}

/** A workload on its way. */
export interface Run {
  readonly ledger: Ledger;
  /** Resolves when every request was answered or given up, and all poison written. Never rejects. */
  readonly finished: Promise<void>;
  progress(): Progress;
  /** Sends no more requests; those under way go on to their end. */
  stop(): void;
  /** See `settled`. */
  sendSentinels(): Promise<void>;
}

const GIVE_UP_MS = 300_000;
/** An endless load sends at most this part of what is left in a second. */
const LARGEST_PART = 1 / 100;

/** Plans a workload and starts to send it. Rejects where the broker that poison is written to cannot be reached. */
export async function startWorkload(options: RunOptions): Promise<Run> {
  const { seed, records, rate = Number.POSITIVE_INFINITY, concurrency = 8, endless = false } = options;
  const { kafka, giveUpMs = GIVE_UP_MS } = options;
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const { system: systemKey, field, record } = pseudonymsOf(options.systemKeySecret);
  const identify = { hash, systemKey, field, record };
  const workload = createWorkload({ seed, records, startMs: Date.now(), identify });
  const answers = createAnswers();
  const log = options.log === undefined ? () => {} : openLog(options.log);
  const gateways =
    typeof options.gateways === 'function' ? options.gateways : () => options.gateways as readonly string[];
  const sender = createSender({ gateways, answers, log, giveUpMs });
  const poisoner = kafka && (await startPoisoner(kafka, answers, giveUpMs));
  const { requests, poison } = workload;
  const planned = requests.reduce((sum, request) => sum + sizeOf(request), 0);
  let [begun, ended, sentRecords, poisoned] = [0, 0, 0, 0];
  let dueMs = performance.now();
  const stopped = new AbortController();
  const erasing = new Map<number, Promise<unknown>>();

  const isStopped = () => stopped.signal.aborted;
  const rateNow = () => (endless ? Math.min(rate, Math.max(planned - sentRecords, 1) * LARGEST_PART) : rate);
  const untilDue = (atMs: number) =>
    sleep(Math.max(0, atMs - performance.now()), undefined, { signal: stopped.signal }).catch(() => undefined);

  async function work(): Promise<void> {
    for (let request = requests[begun]; request !== undefined && !isStopped(); request = requests[begun]) {
      begun += 1;
      const sent = untilDue(dueMs).then(async () => {
        if (!isStopped()) await Promise.all([send(request), writePoison(request.index)]);
      });
      dueMs += (sizeOf(request) / rateNow()) * 1000;
      sentRecords += sizeOf(request);
      // Known before any other request is begun, so that what follows it finds it.
      if (request.erases !== undefined) erasing.set(request.index, sent);
      await sent;
      ended += 1;
    }
  }

  async function send(request: PlannedRequest): Promise<void> {
    const { after } = request;
    if (after !== undefined) await erasing.get(after);
    if (after === undefined || answers.erasureId(after) !== undefined) await sender.send(request);
  }

  async function writePoison(upTo: number): Promise<void> {
    for (let one = poison[poisoned]; one !== undefined && one.afterRequest <= upTo; one = poison[poisoned]) {
      const place = poisoned;
      poisoned += 1;
      await poisoner?.write(one, place);
    }
  }

  const finished = Promise.all(Array.from({ length: concurrency }, work)).then(() => poisoner?.stop());
  return {
    ledger: { workload, answers },
    finished,
    progress: () => ({ begun, ended, requests: requests.length }),
    stop: () => stopped.abort(),
    sendSentinels: () => sender.send(workload.sentinels),
  };
}

const sizeOf = ({ envelopes }: PlannedRequest) => envelopes.reduce((sum, { records }) => sum + records.length, 0);

/** Written at once: what was told must survive us. */
function openLog(path: string): (line: unknown) => void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  return (line) => void writeSync(file, `${JSON.stringify(line)}\n`);
}
