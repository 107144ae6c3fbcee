import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** An HTTP proxy before a real store that can answer in its place. */
export interface AnsweringProxy {
  readonly url: string;
  /** From now on every request gets this; `hangs` gets no answer, `cuts` half of one. Undefined: the store's own. */
  answer(what: Answer | undefined): void;
  /** From now on every request is passed on with this token in the place of its own. */
  replaceToken(token: string | undefined): void;
  /** From now on requests whose body holds this text are kept until they are released, and only then passed on. */
  keep(text: string): Kept;
  close(): Promise<void>;
}

interface Kept {
  /** How many there are. */
  count(): number;
  /** Passes them on, and keeps no more. */
  release(): void;
}

type Answer = { readonly status: number; readonly body: string } | 'hangs' | 'cuts';

export async function startAnsweringProxy(target: string): Promise<AnsweringProxy> {
  let answer: Answer | undefined;
  let token: string | undefined;
  let isKept: (body: Buffer, passOn: () => void) => boolean = () => false;

  async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
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
    const body = await buffer(incoming);
    const passOn = () => pass(incoming, body, response);
    if (!isKept(body, passOn)) passOn();
  }

  function pass({ method, url = '/', headers: given }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const headers = { ...given, ...(token === undefined ? {} : { authorization: `Token ${token}` }) };
    const onwards = request(new URL(url, target), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    onwards.end(body);
  }

  // Whoever goes away in the middle of a request gets no answer.
  const server = createServer((incoming, response) => void receive(incoming, response).catch(() => response.destroy()));
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
    keep(text) {
      const kept: (() => void)[] = [];
      isKept = (body, passOn) => body.includes(text) && kept.push(passOn) > 0;
      return {
        count: () => kept.length,
        release() {
          isKept = () => false;
          for (const passOn of kept) passOn();
        },
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
