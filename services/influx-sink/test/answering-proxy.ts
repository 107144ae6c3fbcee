import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** An HTTP proxy before a real store that can answer in its place. */
export interface AnsweringProxy {
  readonly url: string;
  /** From now on every request gets this; `hangs` gets no answer, `cuts` half of one. Undefined: the store's own. */
  answer(what: Answer | undefined): void;
  /** From now on every request is passed on with this token in the place of its own. */
  replaceToken(token: string | undefined): void;
  close(): Promise<void>;
}

export type Answer = { readonly status: number; readonly body: string } | 'hangs' | 'cuts';

export async function startAnsweringProxy(target: string): Promise<AnsweringProxy> {
  let answer: Answer | undefined;
  let token: string | undefined;
  const server = createServer((incoming, response) => {
    if (answer === 'hangs') return;
    if (answer === 'cuts') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
      return;
    }
    if (answer !== undefined) {
      incoming.resume();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      return;
    }
    const { method } = incoming;
    const headers = { ...incoming.headers, ...(token === undefined ? {} : { authorization: `Token ${token}` }) };
    const onwards = request(new URL(incoming.url ?? '/', target), { method, headers }, (given) => {
      response.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    incoming.pipe(onwards);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    answer(what) {
      answer = what;
    },
    replaceToken(other) {
      token = other;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
