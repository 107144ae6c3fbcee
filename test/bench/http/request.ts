/** One request as bytes, and where in it the ids stand that each sending writes anew. */
export interface Request {
  readonly bytes: Buffer;
  /** Writes ids that no other sending has: `sending` is counted by the caller. */
  renew(sending: number): void;
}

/** Stands for twelve hex digits of an id. */
const PLACEHOLDER = 'ffffffffffff';
const PREFIX = '0198c6f0-5b1e-7c3a-9a51-';
const DIGITS = Buffer.from('0123456789abcdef');

/** A report of one Trento host, as its source writes it: some 390 bytes. */
const report = (time: string) => ({
  id: `${PREFIX}${PLACEHOLDER}`,
  application: 'trento',
  telemetry_type: 'host_telemetry',
  time,
  payload: [
    {
      installation_id: '7826342e-8888-4888-8888-253f89af9127',
      agent_id: `e93c2b22-5555-4555-8666-${PLACEHOLDER}`,
      sles_version: '15-SP4',
      cpu_count: 8,
      socket_count: 1,
      total_memory_mb: 65536,
      cloud_provider: 'azure',
      installation_flavor: 'Premium',
      time,
    },
  ],
});

/**
 * A request with `reports` reports, each of one system, for one connection: the same bytes are sent again and again with
 * fresh ids written into them, so that the generator spends its time on sending. `lane` keeps connections apart.
 */
export function aRequest(reports: number, lane: number, nowMs: number): Request {
  const one = report(new Date(nowMs).toISOString());
  const body = JSON.stringify(reports === 1 ? one : Array.from({ length: reports }, () => one));
  const head = [
    'POST /v1/telemetry HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  const places = placesOf(bytes);
  return {
    bytes,
    renew(sending) {
      // Id and system of one report get the same number: two places in a row.
      for (const [i, place] of places.entries()) writeHex(bytes, place, lane, sending * reports + (i >> 1));
    },
  };
}

function placesOf(bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(PLACEHOLDER); at >= 0; at = bytes.indexOf(PLACEHOLDER, at + 1)) places.push(at);
  return places;
}

/** Four digits of the lane, eight of the number. */
function writeHex(bytes: Buffer, place: number, lane: number, number: number): void {
  for (let digit = 0; digit < 4; digit += 1) bytes[place + digit] = DIGITS[(lane >> (4 * (3 - digit))) & 15] ?? 0;
  for (let digit = 0; digit < 8; digit += 1) bytes[place + 4 + digit] = DIGITS[(number >> (4 * (7 - digit))) & 15] ?? 0;
}
