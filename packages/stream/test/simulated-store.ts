import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import type { ErrorTable } from '../src/errors/classify.ts';
import type { Store } from '../src/outcome/handler.ts';
import { dead, ok } from '../src/outcome/outcome.ts';
import type { SimulatedProcess, SimulatedWorld } from './simulated-world.ts';

/** Somebody else has written what this writer was about to write. */
class PositionMoved extends Error {
  override readonly name = 'PositionMoved';
}

export const STORE_ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'position_moved',
    because: 'another process owned the partition in between',
    matches: (error) => error instanceof PositionMoved,
  },
];

/** A store that would double whatever it is given twice: only the position that it keeps can prevent that. */
export class SimulatedStore {
  readonly #rows = new Map<string, string[]>();
  readonly #positions = new Map<string, bigint>();

  rows(topic: string, partition: number): readonly string[] {
    return this.#rows.get(`${topic}/${partition}`) ?? [];
  }

  position(topic: string, partition: number): bigint {
    return this.#positions.get(`${topic}/${partition}`) ?? 0n;
  }

  /** As one process sees it. Rows and position change at once, on commit, and only from where their owner left the position. */
  of({ effect }: SimulatedWorld, process: SimulatedProcess, topic: string): Store {
    const check = (partition: number, own: bigint) => {
      if (this.position(topic, partition) !== own) throw new PositionMoved(`${topic}/${partition} is not at ${own}`);
    };
    return {
      position: (partition) => effect(process, () => this.position(topic, partition)),
      write: async (batch, { partition, from, own = from, next }) => {
        await effect(process, () => check(partition, own));
        const letters = batch.map(deadLetterOf);
        return {
          outcomes: letters.map((letter) =>
            letter === 'poison' ? dead('store_rejected', 'made so by the test') : ok(),
          ),
          commit: () =>
            effect(process, () => {
              check(partition, own);
              const place = `${topic}/${partition}`;
              this.#rows.set(place, [...this.rows(topic, partition), ...letters.filter((one) => one !== 'poison')]);
              this.#positions.set(place, next);
            }),
          rollback: () => effect(process, () => undefined),
        };
      },
    };
  }
}

const deadLetterOf = ({ key }: ConsumerRecord) => key ?? '';
