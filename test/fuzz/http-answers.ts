import { REFUSALS, REJECTIONS } from '@heliograph/ingest';
import { SECRET } from './reports.ts';
import { demand } from './target.ts';

export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads what came back over one connection. Throws where it is no sequence of whole answers of HTTP/1.1. */
export function readAnswers(bytes: Buffer): Answer[] {
  const answers: Answer[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n');
    demand(end >= 0, `the head of an answer does not end: ${rest.toString('latin1', 0, 200)}`);
    const [first = '', ...lines] = rest.toString('latin1', 0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
    demand(Number.isInteger(status), `no status line: ${first}`);
    const headers = new Map(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = status < 200 ? 0 : Number(headers.get('content-length') ?? Number.NaN);
    demand(Number.isInteger(length), `an answer without a length: ${first}`);
    const body = rest.subarray(end + 4, end + 4 + length);
    demand(body.length === length, `an answer that is cut off: ${first}`);
    answers.push({ status, headers, body: body.toString() });
    rest = rest.subarray(end + 4 + length);
  }
  return answers;
}

/** Gives its code. Throws where docs/http-api.md does not have such an answer. */
export function checkAnswer({ status, headers, body }: Answer): string {
  if (status === 100) return 'continue';
  const type = headers.get('content-type') ?? '';
  demand(headers.get('cache-control') === 'no-store', `${status} may be stored`);
  demand(!body.includes(SECRET), `${status} repeats what only the sender knows: ${body}`);
  const json = JSON.parse(body) as { code?: string; results?: unknown; id?: unknown };
  if (status === 202 || status === 207) {
    demand(type === 'application/json', `${status} is of type ${type}`);
    demand(Array.isArray(json.results) || typeof json.id === 'string', `${status} has no results: ${body}`);
    return String(status);
  }
  const { code = '' } = json;
  const refusal = Object.entries(REFUSALS).find(([name]) => name === code)?.[1];
  demand(type === 'application/problem+json', `${status} is of type ${type}`);
  demand(refusal !== undefined && refusal.status === status, `${status} with the code ${code} is not documented`);
  demand(status < 500 || headers.has('retry-after'), `${status} ${code} does not say when to come back`);
  const rejected = [...body.matchAll(/"error":\{"code":"(\w+)"/g)].map(([, name = '']) => name);
  for (const name of rejected) demand(name in REJECTIONS, `the result ${name} is not documented`);
  return code;
}
