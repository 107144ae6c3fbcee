import type { InputTopicId, ServiceName } from '@heliograph/schema';
import type { Store } from '../outcome/handler.ts';
import { drop } from '../outcome/outcome.ts';

/** Several stages read a redelivery that is addressed to one of them; the others skip it. */
const ADDRESSED_TO_OTHER_STAGE = drop('addressed_to_other_stage');

/**
 * The store of one topic, given only what is meant for its stage. The rest of a batch counts as dropped, and the position
 * passes over it. In all other topics every record is for every reader.
 */
export function onlyAddressed(stage: ServiceName, topic: InputTopicId, store: Store): Store {
  if (topic !== 'observations.replay') return store;
  return {
    ...store,
    async write(batch, span, lease) {
      const addressed = batch.filter(({ headers }) => headers['replay.stage'] === stage);
      const pending = await store.write(addressed, span, lease);
      // An outcome that the store left out stays out, so that it is noticed.
      const outcomeOf = new Map(addressed.map((record, i) => [record, pending.outcomes[i] ?? []]));
      return { ...pending, outcomes: batch.flatMap((record) => outcomeOf.get(record) ?? ADDRESSED_TO_OTHER_STAGE) };
    },
  };
}
