import { groupOf, topicOf } from '../simulated-client.ts';
import { SimulatedStage, type StageOptions } from '../simulated-stage.ts';

/** A stage on a simulated broker, with records in partition 0 of its input: for each word one, with it as key and as value. */
export function stageWith(options: StageOptions, words: readonly string[]): SimulatedStage {
  return new SimulatedStage(options, [words.map((letter) => ({ letter, aborted: false })), []]);
}

/** Lets the stage run, without any fault, until its group has passed all of its input. */
export async function workOff(stage: SimulatedStage, { stage: name, input }: StageOptions): Promise<void> {
  await stage.run([]);
  await stage.world.calm(() => stage.broker.position(groupOf(name), topicOf(input), 0) === stage.end(0));
}

/** What the manual shows of records: keys and values. */
export const shown = (records: readonly { key: string | null; value: Buffer | null }[]) =>
  records.map(({ key, value }) => [key, value === null ? null : JSON.parse(value.toString())]);

export const version = 'manual';
