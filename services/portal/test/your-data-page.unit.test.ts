import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { yourDataPage } from '../src/privacy-requests/your-data-page.tsx';
import { aSite, REFUSED } from './a-site.ts';

const page = (given: Partial<Parameters<typeof yourDataPage>[0]> = {}) =>
  yourDataPage({ site: aSite(), definitions: [aDefinition()], gatewayUrl: 'https://telemetry.example.org', ...given });

describe('the page about one’s data', () => {
  it('has the commands, with the address where it is known', () => {
    expect(page()).toContain('curl -i https://telemetry.example.org/v1/erasures -H');
    expect(page()).toContain('curl -i https://telemetry.example.org/v1/exports -H');
    expect(page({ gatewayUrl: undefined })).toContain('curl -i GATEWAY/v1/erasures');
    expect(page({ gatewayUrl: undefined })).toContain('is the address that the system sends its reports to');
  });

  it('says of each source where the id stands and what follows a deletion', () => {
    expect(page()).toMatch(/<code>example<\/code>[\s\S]*<code>\/id<\/code>[\s\S]*count as a new system/);
    expect(page({ definitions: [aDefinition({ erasure: { refuse_for: '2d' } })] })).toContain('refused for 48 hours');
    expect(page({ definitions: [] })).toContain('nothing is held of any system');
  });

  it('has a form that works without a script, and goes nowhere else', () => {
    expect(page()).toContain('<form action="/requests" method="get">');
    expect(page()).toContain('<label for="id">');
    expect(page()).not.toMatch(REFUSED);
    expect(page()).not.toMatch(/(?:src|href|action)="(?!\/[^/]|\/"|#)/);
  });

  it('lets nothing through as markup', () => {
    const bad = '<img src=x onerror=alert(1)>"\'';
    const evil = { ...aDefinition(), title: bad, application: bad, telemetry_type: bad };
    const text = page({ definitions: [evil], gatewayUrl: `https://x.example/${bad}` });
    expect(text).not.toMatch(REFUSED);
    expect(text.match(/&lt;img/g)).toHaveLength(5);
  });
});
