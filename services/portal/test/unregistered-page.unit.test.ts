import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { unregisteredPage } from '../src/pages/unregistered-page.ts';
import type { UnregisteredFigures } from '../src/unregistered.ts';

const page = (figures: UnregisteredFigures, systems: number | null = 30) =>
  unregisteredPage({ definition: aDefinition(), paths: { day: '2026-11-20', systems, of_systems: 40, figures } });

describe('the page of unregistered fields', () => {
  it('lists the places, most frequent first, and what too few have together', () => {
    const values = [
      { value: '/hosts/*/name', systems: 1234 },
      { value: '/colour', systems: 12 },
    ];
    const text = page({ suppressed: false, values, other: 15 });
    expect(text).toContain('On 2026-11-20, 30 of 40 systems sent at least one.');
    expect(text).toMatch(/<code>\/hosts\/\*\/name<\/code><\/th><td class="number">1,234<[\s\S]*<code>\/colour/);
    expect(text).toMatch(/any place that is not shown<\/th><td class="number">15</);
    expect(page({ suppressed: false, values, other: 0 })).not.toContain('any place that');
  });

  it('says nothing about too few, and where there is nothing that there is nothing', () => {
    expect(page({ suppressed: true }, null)).toContain('On 2026-11-20 fewer than 10 systems sent one');
    expect(unregisteredPage({ definition: aDefinition(), paths: undefined })).toContain('Nothing of the kind');
  });

  it('lets no name that a sender chose through as markup', () => {
    const text = page({
      suppressed: false,
      values: [{ value: '/<script>alert(1)</script>/"x"', systems: 30 }],
      other: 0,
    });
    expect(text).not.toContain('<script');
    expect(text).toContain('<code>/&lt;script&gt;alert(1)&lt;/script&gt;/&quot;x&quot;</code>');
  });
});
