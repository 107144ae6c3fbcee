import { connect } from 'node:net';

/** A keep-alive connection that has one request under way at a time. */
export interface Connection {
  /** Resolves to the status of the answer, when all of the answer has arrived. */
  exchange(request: Buffer): Promise<number>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * HTTP/1.1 by hand, over a bare socket: a client library costs several times what it measures. It knows answers with a
 * Content-Length and no others. Rejects where it cannot connect.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  let pending = Promise.withResolvers<number>();
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const end = received.indexOf(HEAD_END);
    if (end < 0) return;
    const length = LENGTH.exec(received.slice(0, end))?.[1];
    if (length === undefined) return pending.reject(new Error('an answer without Content-Length'));
    if (received.length < end + HEAD_END.length + Number(length)) return;
    const status = Number(received.slice(9, 12));
    received = '';
    pending.resolve(status);
  });
  socket.on('error', (error) => pending.reject(error));
  socket.on('close', () => pending.reject(new Error('the server closed the connection')));
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    exchange(request) {
      pending = Promise.withResolvers<number>();
      socket.write(request);
      return pending.promise;
    },
    close() {
      pending.promise.catch(() => undefined);
      socket.destroy();
    },
  };
}
