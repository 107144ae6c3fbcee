/** A process that takes from the outbox, and is killed once the broker has acknowledged what it sent. */
import { createPool } from '@heliograph/postgres';
import { openFencedPublisher } from '@heliograph/stream';
import { createOutboxDrain } from '../src/outbox/drain.ts';

const [url = '', broker = '', topicPrefix = ''] = process.argv.slice(2);
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const kafka = { brokers: [broker], clientId: 'dies', topicPrefix };

const drain = createOutboxDrain({
  pool: createPool(url, 'dies'),
  log,
  waiting: () => {},
  async open() {
    const publisher = await openFencedPublisher({ stage: 'summarizer', topic: 'summaries', kafka, log });
    const send: typeof publisher.send = async (records) => {
      await publisher.send(records);
      process.kill(process.pid, 'SIGKILL');
    };
    return { ...publisher, send };
  },
});
await drain(new AbortController().signal);
