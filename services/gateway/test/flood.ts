import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How one request ended: its status, or the error code of a connection that broke before there was an answer. */
interface Answer {
  readonly status: number | string;
  /** The code of the problem; empty where it is none. */
  readonly code: string;
  readonly retryAfter: string | undefined;
}

export interface Flood {
  readonly answers: readonly Answer[];
  /** No further requests; resolves once those that are under way have ended. */
  stop(): Promise<void>;
}

const POLITE_PAUSE_MS = 5;

/**
 * Sends one body again and again over so many connections: greedily, each with the next request as soon as the last one
 * ended, or politely, with a pause, and after a 503 with the one that was asked for.
 */
export function startFlood(url: string, body: string, connections: number, manner: 'greedy' | 'polite'): Flood {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: Answer[] = [];
  let isOver = false;
  const worker = async () => {
    while (!isOver) {
      const answer = await post(agent, url, body);
      answers.push(answer);
      const { retryAfter } = answer;
      if (manner === 'polite') await sleep(retryAfter === undefined ? POLITE_PAUSE_MS : Number(retryAfter) * 1000);
    }
  };
  const workers = Array.from({ length: connections }, worker);
  return {
    answers,
    async stop() {
      isOver = true;
      await Promise.all(workers);
      agent.destroy();
    },
  };
}

function post(agent: Agent, url: string, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const broke = (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code ?? error.message, code: '', retryAfter: undefined });
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', broke);
      response.on('end', () => {
        const code = /"code":"(\w+)"/.exec(text)?.[1] ?? '';
        resolve({ status: response.statusCode ?? 0, code, retryAfter: response.headers['retry-after'] });
      });
    });
    sent.on('error', broke);
    sent.end(body);
  });
}
