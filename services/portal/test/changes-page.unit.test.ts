import type { Definition } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { changesPage } from '../src/definitions/changes-page.tsx';
import type { PastDefinition } from '../src/stores/summary-store.ts';
import { aSite, EVIL, REFUSED } from './a-site.ts';

const definition = aDefinition();
const page = (past: readonly PastDefinition[]) => changesPage({ site: aSite(), definition, past });
const first = { definition, since: '2026-01-01T08:00:00.000Z' };
const then = (given: Partial<Definition>) => ({
  definition: { ...definition, ...given },
  since: '2026-06-01T08:00:00.000Z',
});

describe('the log of changes', () => {
  it('begins with what the first definition had', () => {
    const text = page([first]);
    expect(text).toContain('<time datetime="2026-01-01T08:00:00.000Z">2026-01-01 08:00 UTC</time> · version 1');
    expect(text).toContain('The first that is recorded: 3 fields, 1 figure.');
    expect(text).toContain('Approved on 1 January 2026 by data-steward: <code>test</code>');
  });

  it('says in words what has changed, and what of that is more or breaks', () => {
    const fields = { ...definition.fields, '/colour': { type: 'version', sanitise: 'keep', nullable: false } } as const;
    const text = page([then({ fields, retention: definition.retention / 2, schema_version: 2 }), first]);
    expect(text).toMatch(/Fields: \/colour is collected as well <span class="label">more than before<\/span>/);
    expect(text).toContain('How long single reports are kept: shorter: kept for 15d, not 30d</li>');
    expect(text).toContain('version 2');
    const { '/count': _, ...fewer } = definition.fields;
    expect(page([then({ fields: fewer }), first])).toMatch(/\/count was removed <span class="label">breaking</);
  });

  it('says that nothing of weight has changed', () => {
    expect(page([then({}), first])).toContain('Other words only');
  });

  it('says that there is none yet', () => {
    expect(page([])).toContain('Nothing is recorded yet');
  });

  it('lets nothing through as markup', () => {
    const approval = { by: [EVIL], on: '2026-01-01', reference: EVIL };
    const text = page([then({ approval, status: 'retired', owner: EVIL }), { ...first, since: EVIL }]);
    expect(text).not.toMatch(REFUSED);
    expect(text).not.toContain('<script>alert');
  });
});
