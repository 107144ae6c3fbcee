import { describe, expect, it } from 'vitest';
import { aRequest } from './request.ts';

const parts = (bytes: Buffer) => {
  const [head = '', body = ''] = bytes.toString().split('\r\n\r\n');
  return { head, body, reports: [JSON.parse(body)].flat() };
};

describe('a request of the load generator', () => {
  it('says its own length', () => {
    const { head, body } = parts(aRequest(3, 0, 0).bytes);
    expect(head).toContain(`Content-Length: ${body.length}`);
  });

  it('has ids and systems of its own each time it is sent, on every connection', () => {
    const ids: string[] = [];
    const systems: string[] = [];
    for (const lane of [0, 1, 65_535]) {
      const request = aRequest(3, lane, 0);
      for (const sending of [0, 1, 70_000]) {
        request.renew(sending);
        const { reports } = parts(request.bytes);
        ids.push(...reports.map(({ id }) => id));
        systems.push(...reports.map(({ payload }) => payload[0].agent_id));
      }
    }
    expect(new Set(ids).size).toBe(27);
    expect(new Set(systems).size).toBe(27);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
