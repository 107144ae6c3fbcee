type JsonObject = Readonly<Record<string, unknown>>;

/** JSON with the keys of every object in order: equal values are equal texts. Written anew, so as not to trust dedup's. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** What InfluxDB has to hold of a payload: leaves under the names of their path joined by `_`, without nulls. */
export function pointColumns(payload: unknown, channel: string): string {
  const leaves: [string, unknown][] = [];
  collectLeaves(payload, '', leaves);
  return canonical(Object.fromEntries([...leaves, ['channel', channel], ['reports', 1]]));
}

function collectLeaves(value: unknown, name: string, into: [string, unknown][]): void {
  if (value === null || value === undefined) return;
  if (!isObject(value)) into.push([name, value]);
  else
    for (const [key, inner] of Object.entries(value)) collectLeaves(inner, name === '' ? key : `${name}_${key}`, into);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
