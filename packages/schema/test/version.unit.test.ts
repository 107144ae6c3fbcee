import { VERSION_CASES } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { cutVersion, shortenVersion, VERSION_CUTS, VERSION_LEVELS } from '../src/version.ts';

describe.each(VERSION_CASES)('$version', ({ version, cut, shortened }) => {
  it('is cut for storage', () => {
    expect(VERSION_CUTS.map((to) => cutVersion(version, to))).toEqual(cut);
  });

  it('is shortened for figures, to the coarser level as what has been shortened to the finer', () => {
    expect(VERSION_LEVELS.map((level) => shortenVersion(version, level))).toEqual(shortened);
    expect(shortenVersion(shortenVersion(version, 'x.y.z'), 'x.y')).toBe(shortened[0]);
  });
});
