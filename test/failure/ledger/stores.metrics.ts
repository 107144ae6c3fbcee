const DROPPED = /^heliograph_records_total\{outcome="drop",reason="duplicate_(?:id|content|window)"[^}]*\} (\d+)$/gm;

/** How many duplicates these dedup processes have counted since they were started; an argument is the base of an admin URL. */
export async function readCountedDuplicates(adminUrls: readonly string[]): Promise<number> {
  const texts = await Promise.all(
    adminUrls.map(async (url) => {
      const response = await fetch(`${url}/metrics`);
      if (!response.ok) throw new Error(`${url}/metrics answered ${response.status}`);
      return response.text();
    }),
  );
  return texts.reduce((sum, text) => sum + countedDuplicates(text), 0);
}

/** The sum of the counters in a page of metrics. */
export function countedDuplicates(metrics: string): number {
  return [...metrics.matchAll(DROPPED)].reduce((sum, [, count]) => sum + Number(count), 0);
}
