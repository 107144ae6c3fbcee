import type { Program } from './dispatch.ts';

/** What operators do to a running system. */
export const heliograph: Program = {
  name: 'heliograph',
  commands: {
    topics: {
      summary: 'plan, apply or check the topics of the broker',
      load: async () => (await import('./commands/topics.ts')).topics,
    },
    tail: {
      summary: 'print the records of a topic as JSON lines',
      load: async () => (await import('./commands/tail.ts')).tail,
    },
    lag: {
      summary: 'show how far each service is behind, also one that does not run',
      load: async () => (await import('./commands/lag.ts')).lag,
    },
    replay: {
      summary: 'count dead letters, and deliver them again',
      load: async () => (await import('./commands/replay.ts')).replay,
    },
    keys: {
      summary: 'make, list or revoke API keys of sources',
      load: async () => (await import('./commands/keys.ts')).keys,
    },
    definitions: {
      summary: 'list, check, begin or preview what may be collected',
      load: async () => (await import('./definitions/commands/definitions.ts')).definitions,
    },
  },
};
