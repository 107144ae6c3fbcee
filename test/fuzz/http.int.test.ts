import { testKafka } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FuzzedGateway, MOST_RESIDENT_BYTES, startFuzzedGateway } from './gateway.ts';
import { fuzzHttp } from './http.ts';
import { checkAnswer, readAnswers } from './http-answers.ts';

let gateway: FuzzedGateway;
beforeAll(async () => {
  gateway = await startFuzzedGateway(testKafka('fuzz'));
});
afterAll(() => gateway?.stop());

const answer = (status: string, headers: string[], body: string) =>
  Buffer.from([`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n'));
const PROBLEM = ['Content-Type: application/problem+json', 'Cache-Control: no-store'];

describe('a gateway', () => {
  it('answers 100 kB of strange requests as documented, and stays alive and small', async () => {
    const { port, isAlive } = gateway;
    const { failures, outcomes } = await fuzzHttp({ port, seed: 'short', budgetBytes: 100_000, isAlive });
    expect(failures).toEqual([]);
    const some = ['202', 'malformed_json', 'malformed_http', 'unsupported_media_type', 'none_accepted', 'not_found'];
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(some));
    expect(await gateway.residentBytes()).toBeLessThan(MOST_RESIDENT_BYTES);
  });
});

describe('the check of an answer', () => {
  const checked = (bytes: Buffer) => readAnswers(bytes).map(checkAnswer);

  it('takes what is documented', () => {
    expect(checked(answer('400 Bad Request', PROBLEM, '{"code":"malformed_json"}'))).toEqual(['malformed_json']);
  });

  it.each([
    ['a status without a document', answer('417 Expectation Failed', [], '')],
    ['a code of another status', answer('400 Bad Request', PROBLEM, '{"code":"not_found"}')],
    ['an undocumented code', answer('400 Bad Request', PROBLEM, '{"code":"oops"}')],
    ['a fault of the gateway', answer('500 Internal Server Error', PROBLEM, '{"code":"internal_error"}')],
    ['what may be stored', answer('400 Bad Request', PROBLEM.slice(0, 1), '{"code":"malformed_json"}')],
    ['half an answer', answer('400 Bad Request', PROBLEM, '{"code":"malformed_json"}').subarray(0, -3)],
    ['no HTTP', Buffer.from('hello\r\n\r\n')],
  ])('refuses %s', (_, bytes) => {
    expect(() => checked(bytes)).toThrow();
  });
});
