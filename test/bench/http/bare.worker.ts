import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../worker-side.ts';

const ACCEPTED = JSON.stringify({ results: [] });

/** The least that a server can do and still know what it was sent: read, parse, answer. */
function take(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': ACCEPTED.length });
    response.end(ACCEPTED);
  });
}

const server = createServer(take).listen(0, '127.0.0.1', () =>
  answer({ port: (server.address() as AddressInfo).port }),
);
