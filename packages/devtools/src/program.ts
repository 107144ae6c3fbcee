import type { Program } from '@heliograph/cli';

/** What is done in a checkout: a system on this machine, made-up data, generated files. */
export const development: Program = {
  name: 'npm run',
  commands: {
    up: {
      summary: 'start the whole system on this machine',
      load: async () => (await import('./commands/up.ts')).up,
    },
    demo: {
      summary: 'send a synthetic fleet of both sources',
      load: async () => (await import('./commands/demo.ts')).demo,
    },
    generate: {
      summary: 'write JSON Schemas, AsyncAPI document and pictures',
      load: async () => (await import('./commands/generate.ts')).generate,
    },
  },
};
