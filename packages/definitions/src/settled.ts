/** Something that changes all the time is left for the next look. */
const MOST_READINGS = 20;

/**
 * Reads something that somebody may be writing meanwhile, until two readings with a wait between them are the same, and
 * resolves with it where it is not what was `seen`; else with undefined. Rejects with what `read` rejects with.
 */
export async function settled<T>(
  read: () => Promise<T>,
  wait: () => Promise<void>,
  isSame: (a: T, b: T) => boolean,
  seen: T,
): Promise<T | undefined> {
  let found = await read();
  for (let readings = 1; readings < MOST_READINGS && !isSame(found, seen); readings += 1) {
    await wait();
    const again = await read();
    if (isSame(again, found)) return again;
    found = again;
  }
  return undefined;
}
