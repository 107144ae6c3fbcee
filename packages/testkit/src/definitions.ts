import { readdirSync, readFileSync } from 'node:fs';
import { createRegister, Definition, type Register } from '@heliograph/schema';
import { parse } from 'yaml';

const FOLDER = new URL('../../schema/definitions/', import.meta.url);

/** The register of the definitions that this repository ships. */
export function shippedDefinitions(): Register {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return createRegister(files.map((name) => Definition.parse(parse(readFileSync(new URL(name, FOLDER), 'utf8')))));
}
