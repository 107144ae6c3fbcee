import { StackError } from './stack-error.ts';

/**
 * Resolves as `starting` does. If that rejects because this machine lacks something, the process ends with the line that says
 * what and how to get it; a test runner would print it between a stack trace and the remark that there are no tests.
 */
export async function orExit<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}
