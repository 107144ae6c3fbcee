import type { FiguresOf } from '@heliograph/schema/summaries';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { unregisteredPage } from '../src/definitions/unregistered-page.tsx';
import { anUnregisteredFigure } from './a-figure.ts';
import { aSite, REFUSED } from './a-site.ts';

type Shown = Parameters<typeof unregisteredPage>[0]['figure'];

const pageOf = (figure: Shown) => unregisteredPage({ site: aSite(), definition: aDefinition(), figure });
const page = (figures: Partial<FiguresOf<'unregistered'>>, systems: number | null = 30) =>
  pageOf(anUnregisteredFigure({ systems }, figures));

describe('the page of unregistered fields', () => {
  it('lists the places, most frequent first, and what too few have together', () => {
    const values = [
      { value: '/hosts/*/name', systems: 1234 },
      { value: '/colour', systems: 12 },
    ];
    const text = page({ values, other: 15 });
    expect(text).toContain('On 20 November 2026, 30 of 40 systems sent at least one.');
    expect(text).toMatch(/<code>\/hosts\/\*\/name<\/code><\/th><td class="number">1,234<[\s\S]*<code>\/colour/);
    expect(text).toMatch(/any place that is not shown<\/th><td class="number">15</);
    expect(page({ values, other: 0 })).not.toContain('any place that');
  });

  it('says nothing about too few, and where there is nothing that there is nothing', () => {
    expect(pageOf(anUnregisteredFigure({}))).not.toContain('too few systems sent one');
    const few = { ...anUnregisteredFigure(), figures: { suppressed: true } } as const;
    expect(pageOf(few)).toContain('On 20 November 2026 too few systems sent one to say anything about them.');
    expect(page({}, null)).toContain('On 20 November 2026 systems sent one. How many is told of each place alone');
    expect(pageOf(undefined)).toContain('Nothing of the kind');
  });

  it('lets no name that a sender chose through as markup', () => {
    const text = page({
      values: [{ value: '/<script>alert(1)</script>/"x"', systems: 30 }],
      other: 0,
    });
    expect(text).not.toMatch(REFUSED);
    expect(text).toContain('<code>/&lt;script&gt;alert(1)&lt;/script&gt;/&quot;x&quot;</code>');
  });
});
