import type { FieldValue, Point } from '../src/points.ts';

/** Reads one line as the specification of line protocol says; throws where it is more or less than one line. */
export function parseLine(line: string): Point {
  const text = new Cursor(line);
  const measurement = text.key(', ');
  const tags = new Map<string, string>();
  while (text.took(',')) {
    const name = text.key('=');
    text.expect('=');
    tags.set(name, text.key(', '));
  }
  const fields = new Map<string, FieldValue>();
  for (let separator = ' '; text.took(separator) && text.rest().includes('='); separator = ',') {
    const name = text.key('=');
    text.expect('=');
    fields.set(name, text.peek() === '"' ? { type: 'string', value: text.quoted() } : scalar(text.key(', ')));
  }
  text.expect(' ');
  return { measurement, tags, fields, timestampNs: BigInt(text.rest()) };
}

function scalar(word: string): FieldValue {
  if (word === 'T' || word === 'F') return { type: 'boolean', value: word === 'T' };
  if (/^-?\d+i$/.test(word)) return { type: 'integer', value: Number(word.slice(0, -1)) };
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(word)) throw new Error(`${word} is no value`);
  return { type: 'float', value: Number(word) };
}

class Cursor {
  #at = 0;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  peek(): string {
    return this.#line[this.#at] ?? '';
  }

  rest(): string {
    return this.#line.slice(this.#at);
  }

  took(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.took(character)) throw new Error(`expected ${character} at ${this.#at}`);
  }

  /** Up to one of `ends`: a backslash takes the meaning from a comma, an equals sign or a space, and else is itself. */
  key(ends: string): string {
    let key = '';
    for (; this.#at < this.#line.length && !ends.includes(this.peek()); this.#at += 1) {
      const next = this.#line[this.#at + 1] ?? '';
      if (this.peek() === '\n') throw new Error('a line ended early');
      if (this.peek() === '\\' && next !== '' && ',= '.includes(next)) this.#at += 1;
      key += this.peek();
    }
    return key;
  }

  quoted(): string {
    let value = '';
    for (this.#at += 1; this.peek() !== '"'; this.#at += 1) {
      if (this.peek() === '') throw new Error('a string does not end');
      if (this.peek() === '\\' && '"\\'.includes(this.#line[this.#at + 1] ?? 'x')) this.#at += 1;
      value += this.peek();
    }
    this.#at += 1;
    return value;
  }
}
