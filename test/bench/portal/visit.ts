import { Agent, get } from 'node:http';

/** One answer: milliseconds until its last byte, and the bytes of its body as they came over the wire. */
export interface Visit {
  readonly ms: number;
  readonly bytes: number;
}

/** A reader's browser: one connection that is kept, and compression. */
export interface Reader {
  /** Rejects where the answer is not 200. */
  visit(path: string): Promise<Visit>;
  leave(): void;
}

export function aReader(site: string): Reader {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'Accept-Encoding': 'gzip, deflate, br', Accept: 'text/html' };
  return {
    leave: () => agent.destroy(),
    visit: (path) =>
      new Promise((resolve, reject) => {
        const from = performance.now();
        const request = get(new URL(path, site), { agent, headers }, (response) => {
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          response.on('end', () => {
            if (response.statusCode === 200) resolve({ ms: performance.now() - from, bytes });
            else reject(new Error(`${path} answered ${response.statusCode}`));
          });
          response.on('error', reject);
        });
        request.on('error', reject);
      }),
  };
}
