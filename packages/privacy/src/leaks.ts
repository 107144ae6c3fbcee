import { type Definition, type Field, pointerSegments, type SystemId } from '@heliograph/schema';
import { BARE_RECORD } from './bare-record.ts';
import type { Kind } from './detectors/finding.ts';
import { findPersonalData } from './detectors/tripwires.ts';
import { PLANTED, type Planted, SETTINGS } from './planted.ts';
import { payloadsBelow, payloadsBeside, payloadsKeyed, payloadsWith } from './planted-payloads.ts';
import { compile, type Pseudonyms } from './sanitize.ts';

/**
 * How personal data comes out: as the value of a field, as a number in one, as the key of a map, at or as the name of a
 * place that is not registered, or as the system id. `written` is no fault of the sanitizer: it stands in the definition
 * itself, among the values of an enum or the keys of a map, and its author must say whether it is meant.
 */
export type LeakWay = 'value' | 'number' | 'key' | 'unregistered' | 'system_id' | 'written';

export interface Leak {
  /** The definition's field, or where its record has the system id, or `/` for what belongs to no field. */
  readonly pointer: string;
  readonly kind: Kind;
  readonly way: LeakWay;
}

const HASHED = 'a keyed hash';
const HIDING: Pseudonyms = { system: () => HASHED, field: () => () => HASHED, record: () => '0'.repeat(32) };

/**
 * The standard test of personal data: plants every value of every kind in every field of a definition, as a key of its
 * maps, and beside and below what is registered; gives what came out, each once. None means that none of the planted
 * values did, and no more. Pseudonyms are believed to hide what they stand for, unless others are given. Throws where the
 * definition contradicts itself.
 */
export function findLeaks(definition: Definition, pseudonyms: Pseudonyms = HIDING): Leak[] {
  const sanitize = compile(definition, pseudonyms);
  const words = wordsOf(definition);
  const explained = definition.review.large_numbers ?? '';
  const leaks = new Map<string, Leak>();
  const report = (leak: Leak) => leaks.set(`${leak.pointer} ${leak.kind} ${leak.way}`, leak);

  const plant = (pointer: string, way: LeakWay, { kind, tells }: Planted, payloads: readonly unknown[]) => {
    for (const payload of payloads) {
      const { observation, removed } = sanitize({ ...BARE_RECORD, payload });
      const shown = removed.unregistered.flatMap((path) => path.split('/'));
      if (tellsOf(observation?.payload, tells, words) || tellsOf(shown, tells, words)) report({ pointer, kind, way });
    }
  };
  for (const planted of PLANTED) {
    const { observation } = sanitize({ ...BARE_RECORD, system_id: planted.text as SystemId, payload: {} });
    if (observation?.system_key.includes(planted.tells))
      report({ pointer: definition.record.system_id, kind: planted.kind, way: 'system_id' });
    plant('/', 'unregistered', planted, payloadsBeside(Object.keys(definition.fields), planted));
    for (const [pointer, field] of Object.entries(definition.fields)) {
      const texts = SETTINGS.map((setting) => setting.replace('%', () => planted.text));
      for (const text of texts) plant(pointer, 'value', planted, payloadsWith(pointer, field, text));
      plant(pointer, 'key', planted, payloadsKeyed(pointer, field, planted));
      plant(pointer, 'unregistered', planted, payloadsBelow(pointer, field, planted));
      const number = explained.includes(pointer) ? undefined : asNumber(planted);
      if (number !== undefined)
        plant(pointer, 'number', { ...planted, tells: String(number) }, payloadsWith(pointer, field, number));
    }
  }
  for (const [pointer, field] of Object.entries(definition.fields))
    for (const word of authored(field))
      for (const { kind } of findPersonalData(word)) report({ pointer, kind, way: 'written' });
  return [...leaks.values()];
}

const BY_DIGITS: readonly Kind[] = ['card_number', 'telephone', 'national_id'];
/** Fewer digits are a number like any other. */
const FEWEST_DIGITS = 8;

/** Personal data as a number, where it can be one: by its digits, or an IPv4 address as the 32 bits that it is. */
function asNumber({ kind, tells }: Planted): number | undefined {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(kind === 'ip_address' ? tells : '')?.slice(1);
  if (octets !== undefined) return octets.reduce((bits, octet) => bits * 256 + Number(octet), 0);
  const digits = BY_DIGITS.includes(kind) ? tells.replaceAll(/\D/g, '') : '';
  const number = Number(digits);
  return digits.length >= FEWEST_DIGITS && Number.isSafeInteger(number) ? number : undefined;
}

/** What may come out of a field because its author wrote it. */
function authored(field: Field): string[] {
  const values = field.type === 'enum' ? [...field.values, field.otherwise ?? ''] : [];
  return [...values, ...(field.keys ?? [])];
}

function wordsOf({ fields }: Definition): ReadonlySet<string> {
  const words = Object.entries(fields).flatMap(([pointer, field]) => [...pointerSegments(pointer), ...authored(field)]);
  return new Set([...words, HASHED]);
}

/** Whether a text stands anywhere in a payload, other than in a word of the definition. */
function tellsOf(node: unknown, tells: string, words: ReadonlySet<string>): boolean {
  if (Array.isArray(node)) return node.some((item) => tellsOf(item, tells, words));
  if (typeof node === 'object' && node !== null)
    return Object.entries(node).some(([key, value]) => tellsOf(key, tells, words) || tellsOf(value, tells, words));
  return !words.has(String(node)) && String(node).includes(tells);
}
