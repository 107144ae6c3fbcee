import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { appendEvent } from './events.ts';

/** Appends what happens in a run of vitest to a file. */
export function eventReporter(path: string): Reporter {
  const of = ({ project, moduleId }: TestModule) => ({
    project: project.name,
    file: relative(process.cwd(), moduleId),
  });
  const started = (module: TestModule) => appendEvent(path, { kind: 'file started', ...of(module) });
  return {
    // Loading a file can hang as well as running it.
    onTestModuleQueued: started,
    onTestModuleEnd(module) {
      const failed = module.state() === 'failed' && [...module.children.allTests('failed')].length === 0;
      appendEvent(path, { kind: 'file ended', ...of(module), failed });
    },
    onTestCaseReady(test: TestCase) {
      appendEvent(path, { kind: 'test started', ...of(test.module), test: test.fullName });
    },
    onTestCaseResult(test: TestCase) {
      const { state } = test.result();
      if (state === 'pending') return;
      const ms = test.diagnostic()?.duration ?? 0;
      appendEvent(path, { kind: 'test ended', ...of(test.module), test: test.fullName, state, ms });
    },
  };
}
