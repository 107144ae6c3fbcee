/** What travels with an observation is bounded here, since senders choose it: both bounds are the schema's. */
const MOST_PATHS = 20;
const LONGEST_PATH = 200;

/**
 * Unregistered paths as they travel with an observation: each once, in the order of their code units, and the first of them
 * where there are more. The order is that of no sender, so that systems which send the same fields have the same list.
 */
export function boundedPaths(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  return [...new Set(paths.map(shortened))].toSorted().slice(0, MOST_PATHS);
}

/** A path that is too long is named by the nearest of its parents that is not. */
function shortened(path: string): string {
  if (path.length <= LONGEST_PATH) return path;
  return path.slice(0, path.lastIndexOf('/', LONGEST_PATH)) || '/*';
}
