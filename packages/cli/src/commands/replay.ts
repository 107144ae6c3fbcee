import { kafkaSettings, loadConfig, toKafka } from '@heliograph/runtime';
import { DEAD_REASONS, DEAD_TOPIC_IDS, topicsOf } from '@heliograph/schema';
import { checkTopics } from '@heliograph/stream';
import { z } from 'zod';
import { type Command, readArguments, wholeNumber } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { countDeadLetters, countDecisions, countsTable, deadLetterJson, deadLettersTable } from '../replay/counts.ts';
import { QUERY_OPTIONS, STAGES, toQuery } from '../replay/query.ts';
import { type DeliveryOptions, inspectDeadLetters, type Run, redeliverDeadLetters } from '../replay/run.ts';

const help = `Usage: heliograph replay [filters] [--list] [--json]
       heliograph replay [filters] --send [--rate n] [--json]

Counts dead letters by topic, stage, reason and day, and what a replay would do with them. Sends nothing without --send.

Filters (those marked * may be given several times)
  --topic t *       ${DEAD_TOPIC_IDS.join(', ')}
  --reason r *      ${DEAD_REASONS.join(', ')}
  --stage s *       ${STAGES.join(', ')}
  --group g         the consumer group that gave up
  --since, --until  when it gave up: 2026-11-21T10:00:00Z, a UTC day, or an age such as 2h; --until is the first moment
                    that is left out

  --max-attempts n  leave letters that have been given up n times or more, default 3
  --again           also what has been replayed already
  --list            one line a letter
  --send            deliver again what is due, each letter to the stage that gave it up and to no other
  --rate n          records a second, default 500
  --json            for machines: one JSON document

What is delivered again is recorded in the topic replays, in the same transaction. Ctrl-C ends a run after the
transaction at work. A second run for the same topic takes over from the first, which then stops.`;

export const replay: Command = {
  help,
  async run(argv, terminal) {
    const { values } = readArguments(argv, {
      options: {
        ...QUERY_OPTIONS,
        list: { type: 'boolean', default: false },
        send: { type: 'boolean', default: false },
        rate: { type: 'string', default: '500' },
        json: { type: 'boolean', default: false },
      },
    });
    const query = toQuery(values, Date.now());
    const recordsPerSecond = wholeNumber('rate', values.rate);
    const config = loadConfig('cli', z.object(kafkaSettings), terminal.env);
    const kafka = toKafka(config, 'cli');
    await checkTopics(kafka, topicsOf('cli'), config.topicPartitions);

    const progress = everySecond(terminal.warn);
    const run = values.send
      ? await interruptible((signal) => redeliverDeadLetters(kafka, query, { recordsPerSecond, signal, progress }))
      : await inspectDeadLetters(kafka, query);
    const lines = values.json ? [json(run, values)] : report(run, values);
    for (const line of lines) terminal.print(line);
    return run.interrupted ? 1 : 0;
  },
};

interface Shown {
  readonly send: boolean;
  readonly list: boolean;
}

function json({ judged, delivered, interrupted, unreadable }: Run, { send, list }: Shown): string {
  const letters = list ? { list: judged.map(deadLetterJson) } : {};
  return JSON.stringify({
    sent: send,
    delivered,
    interrupted,
    unreadable,
    counts: countDeadLetters(judged),
    ...letters,
  });
}

function report({ judged, delivered, interrupted, unreadable }: Run, { send, list }: Shown): string[] {
  const { due } = countDecisions(judged);
  const foreign = unreadable === 0 ? [] : [`Records that cannot be read as dead letters: ${unreadable}`];
  const end = () => {
    if (interrupted) return `Interrupted: ${delivered} delivered; run again for the rest.`;
    if (due === 0) return 'Nothing is due.';
    return send ? `${delivered} delivered.` : `Nothing was sent: --send delivers the ${due} that are due.`;
  };
  if (judged.length === 0) return [...foreign, interrupted ? end() : 'No dead letters match.'];
  return [
    ...(list ? [...deadLettersTable(judged), ''] : []),
    ...countsTable(countDeadLetters(judged)),
    ...foreign,
    end(),
  ];
}

function everySecond(warn: (line: string) => void): DeliveryOptions['progress'] {
  let lastMs = performance.now();
  return (topic, delivered, due) => {
    if (performance.now() - lastMs < 1000) return;
    lastMs = performance.now();
    warn(`${topic}: ${delivered} of ${due} delivered`);
  };
}
