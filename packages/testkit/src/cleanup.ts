const cleanups: (() => Promise<void>)[] = [];

/** Runs an action after the test file that is running. */
export function afterFile(action: () => Promise<void>): void {
  cleanups.push(action);
}

/** For the setup of test files. Rejects with the first error after it has run all. */
export async function cleanUp(): Promise<void> {
  const settled = await Promise.allSettled(cleanups.splice(0).map((action) => action()));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
