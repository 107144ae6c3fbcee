import type { InputTopicId } from '@heliograph/schema';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import type { KafkaClient, KafkaSettings } from '../src/client/kafka-client.ts';
import type { Runtime } from '../src/client/runtime.ts';
import type { Loop } from '../src/consume/loop.ts';
import { type Message, SimulatedBroker } from './simulated-broker.ts';
import { groupOf, simulatedClient, topicOf } from './simulated-client.ts';
import { PARTITIONS } from './simulated-consumer.ts';
import { type Fate, SimulatedProcess, SimulatedWorld } from './simulated-world.ts';

/** What the schedule can do to a stage. `who` is counted round and round. */
export type Command =
  | { readonly kind: 'step'; readonly pick: number; readonly fate: Fate }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'kill' | 'freeze' | 'thaw'; readonly who: number }
  /** The client gives up the consumers of the stage, of its journal, or both, and starts them again after some seconds. */
  | { readonly kind: 'crash'; readonly who: number; readonly of: 'stage' | 'journal' | 'both' }
  /** Deals partition n to the process owners[n]; who is dead is replaced first, who is frozen is not told. */
  | { readonly kind: 'deal'; readonly owners: readonly number[] }
  /** An operator moves the group's position: to the beginning (0), the end (1), or in between. */
  | { readonly kind: 'reset'; readonly partition: number; readonly to: number };

const who = fc.nat({ max: 2 });
const owners = fc.array(who, { minLength: PARTITIONS.length, maxLength: PARTITIONS.length });
const fate = fc.oneof(
  { weight: 30, arbitrary: fc.constant<Fate>('done') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>('refused', 'unanswered', 'killed_before', 'killed_after') },
);
const pick = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 7 }) });

const common = [
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('step' as const), pick, fate }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 100, max: 8000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('kill' as const, 'freeze', 'thaw', 'thaw'), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deal' as const), owners }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      who,
      of: fc.constantFrom('stage' as const, 'journal', 'both'),
    }),
  },
];
const reset = fc.record({ kind: fc.constant('reset' as const), partition: fc.nat({ max: 1 }), to: fc.nat({ max: 4 }) });

const scheduleOf = (command: fc.Arbitrary<Command>) =>
  fc.array(command, { minLength: 20, maxLength: 250, size: 'max' });

export const schedules = scheduleOf(fc.oneof(...common));
/** Many who sleep while others take over. */
export const schedulesWithSleepers = scheduleOf(
  fc.oneof(
    { weight: 30, arbitrary: fc.record({ kind: fc.constant('step' as const), pick, fate }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('freeze' as const, 'thaw', 'thaw', 'kill'), who }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('deal' as const), owners }) },
  ),
);
export const schedulesWithResets = scheduleOf(fc.oneof(...common, { weight: 2, arbitrary: reset }));

/** The input of each partition, by letters from a small alphabet, so that they come again; some in transactions that failed. */
export function inputsOf(...letters: readonly string[]) {
  const aborted = fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
  const input = fc.record({ letter: fc.constantFrom(...letters), aborted });
  return fc.array(fc.array(input, { maxLength: 25 }), { minLength: PARTITIONS.length, maxLength: PARTITIONS.length });
}
export const inputs = inputsOf('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'poison');
export type Inputs = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

/** Fewer than the breaker asks for, so that poison never passes for a fault. */
const RECORDS_A_FETCH = 7;

const clients = new Map<string, KafkaClient>();

/** Takes the place of the function that makes the client. */
export function clientOf({ clientId }: Pick<KafkaSettings, 'clientId'>): KafkaClient {
  const client = clients.get(clientId);
  if (client === undefined) throw new Error(`no process is named ${clientId}`);
  return client;
}

export interface Member {
  readonly process: SimulatedProcess;
  readonly kafka: KafkaSettings;
  readonly runtime: Runtime & { readonly registry: Registry };
  readonly failures: unknown[];
}

export interface StageOptions {
  readonly stage: string;
  readonly input: InputTopicId;
  start(member: Member, world: SimulatedWorld): Promise<Loop>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Three places for processes of one stage on a simulated broker; whoever dies in one is replaced at the next deal. */
export class SimulatedStage {
  readonly broker = new SimulatedBroker();
  readonly world = new SimulatedWorld(this.broker);
  readonly members: Member[] = [];
  readonly #options: StageOptions;
  #places: (Member | undefined)[] = [undefined, undefined, undefined];

  constructor(options: StageOptions, given: Inputs) {
    this.#options = options;
    for (const [partition, records] of given.entries())
      for (const { letter, aborted } of records)
        this.broker.append(topicOf(options.input), partition, toMessage(letter), aborted);
  }

  async run(schedule: readonly Command[]): Promise<void> {
    vi.clearAllTimers();
    await this.#deal(PARTITIONS.map(() => 0));
    for (const command of schedule) await this.obey(command);
  }

  /** No more faults: everybody wakes up and is told who owns what; steps until `isDone`. Whoever ends meanwhile is replaced. */
  async recover(isDone: () => boolean): Promise<void> {
    for (const member of this.#places) if (member?.process.state === 'frozen') member.process.state = 'running';
    const hasLost = () => PARTITIONS.some((place) => this.#places[place]?.process.state === 'dead');
    do {
      await this.#deal(PARTITIONS.map((partition) => partition));
      await this.world.calm(() => isDone() || hasLost());
    } while (!isDone());
  }

  /** Everybody dies; others take their places at the next deal. */
  replaceAll(): void {
    for (const member of this.members) this.world.kill(member.process);
  }

  /** The offset after the last record of the input that can be read. */
  lastNext(partition: number): bigint {
    return (this.committed(this.#options.input, partition).at(-1)?.offset ?? -1n) + 1n;
  }

  /** The offset after all of the input, markers and what was aborted included. */
  end(partition: number): bigint {
    return this.broker.end(topicOf(this.#options.input), partition);
  }

  committed(id: Parameters<typeof topicOf>[0], partition: number) {
    return this.broker.read(topicOf(id), partition, 0n).records;
  }

  async obey(command: Command): Promise<void> {
    const { world, broker } = this;
    switch (command.kind) {
      case 'step':
        return world.step(command.pick, command.fate);
      case 'pass':
        return world.pass(command.ms);
      case 'kill':
      case 'freeze':
      case 'thaw': {
        const process = this.#places[command.who]?.process;
        if (process === undefined || process.state === 'dead') return;
        if (command.kind === 'kill') world.kill(process);
        else process.state = command.kind === 'freeze' ? 'frozen' : 'running';
        return;
      }
      case 'crash': {
        const process = this.#places[command.who]?.process;
        for (const fetcher of world.fetchers)
          if (fetcher.process === process && process.state === 'running')
            if (command.of === 'both' || fetcher.isOfTheStage === (command.of === 'stage')) fetcher.crash();
        return;
      }
      case 'deal':
        return this.#deal(command.owners);
      case 'reset': {
        const { stage, input } = this.#options;
        const to = (broker.end(topicOf(input), command.partition) * BigInt(command.to)) / 4n;
        return broker.setPosition(groupOf(stage), topicOf(input), command.partition, to);
      }
      default:
        command satisfies never;
    }
  }

  async #deal(owners: readonly number[]): Promise<void> {
    const all = this.#places.flatMap((member) => member?.process ?? []);
    await this.world.expel(all.filter(({ state }) => state === 'frozen'));
    const assignments = new Map<SimulatedProcess, Record<string, number[]>>();
    for (const [place, member] of this.#places.entries()) {
      const partitions = PARTITIONS.filter((partition) => owners[partition] === place);
      const isAlive = member !== undefined && member.process.state !== 'dead';
      if (partitions.length === 0 && !isAlive) continue;
      const { process } = isAlive ? member : await this.#start(place);
      assignments.set(process, { [topicOf(this.#options.input)]: partitions });
    }
    this.world.assign(assignments);
  }

  async #start(place: number): Promise<Member> {
    const process = new SimulatedProcess(`process-${this.members.length}`);
    const member: Member = {
      process,
      kafka: { brokers: [], clientId: process.name, topicPrefix: 'test' },
      failures: process.errors,
      runtime: {
        log: silent,
        health: { proven: () => {}, waiting: () => {}, warn: () => {}, unwarn: () => {} },
        registry: new Registry(),
        fail: (error) => this.world.die(process, error),
      },
    };
    clients.set(process.name, simulatedClient(this.world, process, RECORDS_A_FETCH));
    this.#places = this.#places.with(place, member);
    this.members.push(member);
    await this.#options.start(member, this.world);
    return member;
  }
}

const toMessage = (letter: string): Message => ({
  key: letter,
  value: Buffer.from(JSON.stringify(letter)),
  headers: {},
});

export function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
}

export function releaseTime(): void {
  vi.useRealTimers();
  vi.restoreAllMocks();
}
