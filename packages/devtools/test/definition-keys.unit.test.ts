import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withReference } from '../src/generate/definition-keys.ts';

const document = readFileSync(new URL('../../../docs/definitions.md', import.meta.url), 'utf8');

describe('the keys of a definition', () => {
  it('are in docs/definitions.md as the schema has them; otherwise run: npm run generate', () => {
    expect(withReference(document)).toBe(document);
    expect(withReference(document.replace('| `retention` | a duration |', '| `retention` | a year |'))).toBe(document);
    expect(() => withReference('# Definitions')).toThrow('no marks');
  });
});
