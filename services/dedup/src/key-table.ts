/** A key is four 32-bit words. */
const WORDS = 4;
const FIRST_CAPACITY = 1024;

/**
 * A set of 128-bit keys that can grow but not forget: open addressing with linear probing over one array, 16 bytes a
 * slot, at most two thirds full, so 24 to 48 bytes a key. A Set of strings takes 60, ends at 2^24 keys, and gives the
 * garbage collector all of them to look at. The keys are hashes, so their own bits say where to look. A slot of zeros is
 * free; the key of zeros is kept aside.
 */
export class KeyTable {
  #slots = new Uint32Array(FIRST_CAPACITY * WORDS);
  #filled = 0;
  #zeros = false;

  get size(): number {
    return this.#filled + (this.#zeros ? 1 : 0);
  }

  has(key: Uint32Array): boolean {
    if (isFree(key, 0)) return this.#zeros;
    return !isFree(this.#slots, find(this.#slots, key));
  }

  add(key: Uint32Array): void {
    if (isFree(key, 0)) {
      this.#zeros = true;
      return;
    }
    const slot = find(this.#slots, key);
    if (!isFree(this.#slots, slot)) return;
    this.#slots.set(key, slot);
    this.#filled += 1;
    if (3 * this.#filled * WORDS > 2 * this.#slots.length) this.#grow();
  }

  #grow(): void {
    const old = this.#slots;
    const grown = new Uint32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += WORDS) {
      if (isFree(old, slot)) continue;
      const key = old.subarray(slot, slot + WORDS);
      grown.set(key, find(grown, key));
    }
    this.#slots = grown;
  }
}

/** The index of the slot that holds the key, or of the free one where it would go. */
function find(slots: Uint32Array, key: Uint32Array): number {
  const [a = 0, b, c, d] = key;
  const mask = slots.length - 1;
  let slot = (a * WORDS) & mask;
  while (!isFree(slots, slot)) {
    if (slots[slot] === a && slots[slot + 1] === b && slots[slot + 2] === c && slots[slot + 3] === d) return slot;
    slot = (slot + WORDS) & mask;
  }
  return slot;
}

function isFree(slots: Uint32Array, slot: number): boolean {
  return slots[slot] === 0 && slots[slot + 1] === 0 && slots[slot + 2] === 0 && slots[slot + 3] === 0;
}
