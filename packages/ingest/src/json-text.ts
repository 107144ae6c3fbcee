const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON in UTF-8; undefined if the bytes are not that. A byte order mark is not JSON, but some platforms write one,
 * and it is skipped.
 */
export function parseJson(bytes: Uint8Array): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(UTF8.decode(bytes)) };
  } catch {
    return undefined;
  }
}
