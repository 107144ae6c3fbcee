import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is fetched or built is kept, unless another folder is given. */
export function defaultCacheDir(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'heliograph');
}

/** Where the backing services of one system live, and what they are started with. */
export interface Site {
  readonly dataDir: string;
  readonly logDir: string;
  /** Pid files. */
  readonly runDir: string;
  readonly cacheDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when the start shall be given up. */
  readonly signal: AbortSignal;
  /** Whether what is stored shall be there after a stop. */
  readonly keepsData: boolean;
  /** Whether it will be over in some minutes, with its data: then nothing pays that takes longer to pay off. */
  readonly shortLived: boolean;
  readonly kafkaProxy?: KafkaProxy | undefined;
  progress(line: string): void;
  /** A port that nobody else has, if possible this one; the same one whenever it is asked for again. */
  port(preferred: number): Promise<number>;
}

/** A proxy before Kafka: a second listener of the broker, whose clients are told the proxy's port. */
export interface KafkaProxy {
  /** Where the proxy listens. */
  readonly port: number;
  /** Where the broker listens for it. */
  readonly brokerPort: number;
}

/** A service that is up, and how to reach it. */
export interface Started<T> {
  readonly value: T;
  /** What it is and where it comes from, for people. */
  readonly from: string;
  /** Resolves when it has ended, with how, for people; never where nothing tells. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
  /** Ends it as a crash would: it closes no files and says goodbye to nobody. */
  kill(): Promise<void>;
}
