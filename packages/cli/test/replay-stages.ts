import type { ServiceName } from '@heliograph/schema';
import {
  type ConsumerRecord,
  dead,
  drop,
  type KafkaSettings,
  type Loop,
  ok,
  startProcessor,
  startSink,
} from '@heliograph/stream';
import { testRuntime, toyEmissions } from '@heliograph/testkit';

/** A sanitizer that gives up what it does not know (yet), and otherwise passes everything on. */
export async function startSanitizer(kafka: KafkaSettings, isKnown: (text: string) => boolean): Promise<Loop> {
  const decideOne = ({ key, value }: ConsumerRecord) => {
    const text: string = JSON.parse(value?.toString() ?? '""');
    if (!isKnown(text)) return dead('unknown_definition', 'made so by the test');
    return ok(toyEmissions({ topic: 'sanitized', key: key ?? '', value: text }));
  };
  const options = { stage: 'sanitizer', version: 'test', input: 'raw', kafka, runtime: testRuntime() } as const;
  const open = async () => ({ decide: (batch: readonly ConsumerRecord[]) => ({ outcomes: batch.map(decideOne) }) });
  return startProcessor({ ...options, open });
}

/** A sink whose store keeps its positions and each value once; `refuses` is looked at for every record. */
export async function startStore(
  kafka: KafkaSettings,
  stage: ServiceName,
  refuses: (text: string) => boolean = () => false,
) {
  const values: string[] = [];
  const runtime = testRuntime();
  const outcome = (text: string) => {
    if (refuses(text)) return dead('store_rejected', 'made so by the test');
    return values.includes(text) ? drop('already_stored') : ok();
  };
  const open = () => {
    const positions = new Map<number, bigint>();
    return {
      position: async (partition: number) => positions.get(partition) ?? 0n,
      async write(batch: readonly ConsumerRecord[], { partition, next }: { partition: number; next: bigint }) {
        const texts = batch.map(({ value }): string => JSON.parse(value?.toString() ?? '""'));
        const outcomes = texts.map(outcome);
        const commit = async () => {
          values.push(...texts.filter((_, i) => outcomes[i]?.kind === 'ok'));
          positions.set(partition, next);
        };
        return { outcomes, commit };
      },
    };
  };
  const sink = await startSink({ stage, version: 'test', input: 'observations', kafka, runtime, open, errors: [] });
  return { sink, values, runtime };
}
