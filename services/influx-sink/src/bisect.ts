/**
 * Finds what a store refuses. `write` takes some items all together: it returns undefined where the store took them, or
 * why it refused at least one of them; it may be given an item again. `isOfAll` says that a refusal is of all of them, which
 * saves the search. Returns for each item why it was refused, if it was. With k refused of n items it writes at most about
 * 2k·log2(n) times. Rejects with what `write` rejects with.
 */
export async function bisect<T, Refusal>(
  items: readonly T[],
  write: (items: readonly T[]) => Promise<Refusal | undefined>,
  isOfAll: (refusal: Refusal) => boolean = () => false,
): Promise<(Refusal | undefined)[]> {
  if (items.length === 0) return [];
  const refusal = await write(items);
  if (refusal === undefined || items.length === 1 || isOfAll(refusal)) return items.map(() => refusal);
  const middle = Math.floor(items.length / 2);
  const first = await bisect(items.slice(0, middle), write, isOfAll);
  return [...first, ...(await bisect(items.slice(middle), write, isOfAll))];
}
