import { type Command, readArguments } from '@heliograph/cli';

const help = `Usage: npm run up

Starts the whole system on this machine: Kafka, PostgreSQL and InfluxDB (from the environment, else local, else from
Docker), the topics, and every service as a process of its own. Ctrl-C stops all of them; data stays in .heliograph.`;

export const up: Command = {
  help,
  async run(argv, terminal) {
    readArguments(argv, { options: {} });
    const { up: start } = await import('../up/up.ts');
    return await start(terminal);
  },
};
