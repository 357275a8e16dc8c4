// The Mersenne Twister MT19937 (Matsumoto & Nishimura 1998) as NumPy's RandomState and Python's `random` seed and read it.
import type { BitGenerator } from './bits.ts';

const wordCount = 624;
const distance = 397;

export class Mt19937 implements BitGenerator {
  /** Never changed in place, only replaced: copies share it. */
  #words: Uint32Array;
  #position: number;

  private constructor(words: Uint32Array, position: number) {
    this.#words = words;
    this.#position = position;
  }

  /** `init_genrand`: NumPy's way with one integer below 2³². */
  static fromInteger(seed: number): Mt19937 {
    return new Mt19937(initialWords(seed), wordCount);
  }

  /** `init_by_array`: Python's way with any integer, NumPy's with a list. `key` has at least one word. */
  static fromKey(key: readonly number[]): Mt19937 {
    const words = initialWords(19650218);
    const at = (index: number) => words[index] as number;
    let index = 1;
    const advance = () => {
      if (++index < wordCount) return;
      words[0] = at(wordCount - 1);
      index = 1;
    };
    for (let step = 0; step < Math.max(wordCount, key.length); step++) {
      const before = at(index - 1);
      const place = step % key.length;
      words[index] = (at(index) ^ Math.imul(before ^ (before >>> 30), 1664525)) + (key[place] ?? 0) + place;
      advance();
    }
    for (let step = 0; step < wordCount - 1; step++) {
      const before = at(index - 1);
      words[index] = (at(index) ^ Math.imul(before ^ (before >>> 30), 1566083941)) - index;
      advance();
    }
    words[0] = 0x80000000;
    return new Mt19937(words, wordCount);
  }

  copy(): Mt19937 {
    return new Mt19937(this.#words, this.#position);
  }

  next32(): number {
    if (this.#position === wordCount) {
      this.#words = twisted(this.#words);
      this.#position = 0;
    }
    let word = this.#words[this.#position++] as number;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  next64(): readonly [number, number] {
    return [this.next32(), this.next32()];
  }

  next53(): number {
    const high = this.next32() >>> 5;
    return (high * 67108864 + (this.next32() >>> 6)) / 9007199254740992;
  }
}

function initialWords(seed: number): Uint32Array {
  const words = new Uint32Array(wordCount);
  words[0] = seed;
  for (let index = 1; index < wordCount; index++) {
    const before = words[index - 1] as number;
    words[index] = Math.imul(before ^ (before >>> 30), 1812433253) + index;
  }
  return words;
}

function twisted(words: Uint32Array): Uint32Array {
  const next = words.slice();
  for (let index = 0; index < wordCount; index++) {
    const joined = ((next[index] as number) & 0x80000000) | ((next[(index + 1) % wordCount] as number) & 0x7fffffff);
    next[index] = (next[(index + distance) % wordCount] as number) ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
  return next;
}
