const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

/**
 * The content of a part of a form by its name (RFC 7578); undefined if the body is no form, has no such part, or was cut off
 * within it.
 */
export function readPart(body: Uint8Array, contentType: string, name: string): Uint8Array | undefined {
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const delimiter = `--${boundary}`;
  for (let at = bytes.indexOf(delimiter); at !== -1; ) {
    const next = bytes.indexOf(`\r\n${delimiter}`, at + delimiter.length);
    if (next === -1) return undefined;
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    const head = headEnd === -1 || headEnd > next ? '' : bytes.toString('latin1', at + delimiter.length, headEnd);
    if (nameOf(head) === name) return bytes.subarray(headEnd + 4, next);
    at = next + 2;
  }
  return undefined;
}

function nameOf(head: string): string | undefined {
  const disposition = head.split('\r\n').find((line) => /^content-disposition:/i.test(line)) ?? '';
  const [, quoted, bare] = /;\s*name=(?:"([^"]*)"|([^\s;"]+))/i.exec(disposition) ?? [];
  return quoted ?? bare;
}
