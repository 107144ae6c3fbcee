import { KAFKA_CODES } from '../src/errors/kafka-codes.ts';

/** A record as a client hands it over. */
export interface Message {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string>;
}

export interface Entry extends Message {
  readonly offset: bigint;
}

interface Transaction {
  state: 'open' | 'committed' | 'aborted';
  /** Places in the log it wrote to, and positions of groups it moves, both by name. */
  readonly places: Set<string>;
  readonly positions: Map<string, bigint>;
}

/** One offset of a partition: a record, or the marker that ends a transaction. */
interface Slot {
  readonly message: Message | undefined;
  readonly transaction: Transaction;
}

/** What the broker answers to a producer that another has replaced. */
class Fenced extends Error {
  override readonly name = 'KafkaJSProtocolError';
  readonly code = KAFKA_CODES.INVALID_PRODUCER_EPOCH;
}

/** What the broker answers to a member of before. */
export class NotOfTheGroup extends Error {
  override readonly name = 'KafkaJSProtocolError';
  readonly code = KAFKA_CODES.ILLEGAL_GENERATION;
}

const DONE: Transaction = { state: 'committed', places: new Set(), positions: new Map() };

const placeOf = (topic: string, partition: number) => `${topic}/${partition}`;

/** The part of a broker that exactly-once rests on: logs with transactions and their markers, epochs, group offsets. */
export class SimulatedBroker {
  readonly #log = new Map<string, Slot[]>();
  readonly #positions = new Map<string, bigint>();
  readonly #epochs = new Map<string, number>();
  readonly #open = new Map<string, Transaction>();

  /** Appends outside the transactions of the stage under test; where `aborted`, as the debris of one that failed. */
  append(topic: string, partition: number, message: Message, aborted = false): void {
    const transaction: Transaction = aborted ? { ...DONE, state: 'aborted' } : DONE;
    this.#slots(placeOf(topic, partition)).push({ message, transaction });
    if (aborted) this.#slots(placeOf(topic, partition)).push({ message: undefined, transaction: DONE });
  }

  /** What a reader of committed records gets: none behind the first transaction that is still open. */
  read(topic: string, partition: number, from: bigint, limit = Number.POSITIVE_INFINITY) {
    const slots = this.#slots(placeOf(topic, partition));
    const records: Entry[] = [];
    let next = Number(from);
    for (; next < slots.length && records.length < limit; next += 1) {
      const slot = slots[next];
      if (slot === undefined || slot.transaction.state === 'open') break;
      if (slot.message !== undefined && slot.transaction.state === 'committed')
        records.push({ ...slot.message, offset: BigInt(next) });
    }
    return { records, next: BigInt(next) };
  }

  end(topic: string, partition: number): bigint {
    return BigInt(this.#slots(placeOf(topic, partition)).length);
  }

  position(group: string, topic: string, partition: number): bigint | undefined {
    return this.#positions.get(`${group} ${placeOf(topic, partition)}`);
  }

  /** Moves the position of a group, as a consumer or an operator does. */
  setPosition(group: string, topic: string, partition: number, offset: bigint): void {
    this.#positions.set(`${group} ${placeOf(topic, partition)}`, offset);
  }

  /** Initialises a transactional id: ends what its owner has left open, and gives out the epoch that is valid now. */
  fence(id: string): number {
    this.#finish(id, 'aborted');
    const epoch = (this.#epochs.get(id) ?? 0) + 1;
    this.#epochs.set(id, epoch);
    return epoch;
  }

  send(id: string, epoch: number, topic: string, partition: number, message: Message): void {
    const transaction = this.#transaction(id, epoch);
    transaction.places.add(placeOf(topic, partition));
    this.#slots(placeOf(topic, partition)).push({ message, transaction });
  }

  sendPosition(id: string, epoch: number, group: string, topic: string, partition: number, offset: bigint): void {
    this.#transaction(id, epoch).positions.set(`${group} ${placeOf(topic, partition)}`, offset);
  }

  finish(id: string, epoch: number, how: 'committed' | 'aborted'): void {
    this.#transaction(id, epoch);
    this.#finish(id, how);
  }

  #transaction(id: string, epoch: number): Transaction {
    if (this.#epochs.get(id) !== epoch) throw new Fenced(`${id} has a newer owner than ${epoch}`);
    const transaction = this.#open.get(id) ?? { state: 'open', places: new Set(), positions: new Map() };
    this.#open.set(id, transaction);
    return transaction;
  }

  #finish(id: string, how: 'committed' | 'aborted'): void {
    const transaction = this.#open.get(id);
    if (transaction === undefined) return;
    this.#open.delete(id);
    transaction.state = how;
    for (const place of transaction.places) this.#slots(place).push({ message: undefined, transaction: DONE });
    if (how === 'committed') for (const [name, offset] of transaction.positions) this.#positions.set(name, offset);
  }

  #slots(place: string): Slot[] {
    const slots = this.#log.get(place) ?? [];
    this.#log.set(place, slots);
    return slots;
  }
}
