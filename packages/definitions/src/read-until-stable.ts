/** What changes all the time is left for the next look. */
const MAX_READINGS = 20;

/**
 * Reads what another process may be writing, until two readings with a wait between them are the same, and resolves with
 * it; with undefined if it is what was `seen`, or does not become stable. Rejects with what `read` rejects with.
 */
export async function readUntilStable<T>(
  read: () => Promise<T>,
  wait: () => Promise<void>,
  isSame: (a: T, b: T) => boolean,
  seen: T,
): Promise<T | undefined> {
  let found = await read();
  for (let readings = 1; readings < MAX_READINGS && !isSame(found, seen); readings += 1) {
    await wait();
    const again = await read();
    if (isSame(again, found)) return again;
    found = again;
  }
  return undefined;
}
