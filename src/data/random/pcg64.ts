// PCG64 (O'Neill 2014: XSL-RR 128/64), the bit generator of `numpy.random.default_rng`, seeded through NumPy's SeedSequence.
import type { BitGenerator } from './bits.ts';

/** 0x2360ED051FC65DA44385DF649FCCF645 in 16-bit limbs, lowest first: products of limbs and their sums stay exact. */
const multiplier = Uint32Array.of(0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360);

export class Pcg64 implements BitGenerator {
  /** 128 bits in 16-bit limbs, lowest first. */
  readonly #state: Uint32Array;
  readonly #increment: Uint32Array;
  readonly #result: [number, number] = [0, 0];
  /** The upper half of a 64-bit draw, kept for the next `next32`. */
  #kept: number | null;

  private constructor(state: Uint32Array, increment: Uint32Array, kept: number | null) {
    this.#state = state;
    this.#increment = increment;
    this.#kept = kept;
  }

  /** `numpy.random.PCG64(seed)` for a non-negative integer. */
  static fromInteger(seed: bigint): Pcg64 {
    const words = seedSequence(seed, 8);
    const wide = (first: number) =>
      // 64-bit words come high first, their 32-bit halves low first.
      [2, 3, 0, 1].flatMap((place) => {
        const word = words[first + place] ?? 0;
        return [word & 0xffff, word >>> 16];
      });
    const start = Uint32Array.from(wide(0));
    const increment = shiftedOdd(Uint32Array.from(wide(4)));
    const generator = new Pcg64(new Uint32Array(8), increment, null);
    generator.#step();
    add(generator.#state, start);
    generator.#step();
    return generator;
  }

  copy(): Pcg64 {
    return new Pcg64(this.#state.slice(), this.#increment, this.#kept);
  }

  next64(): readonly [number, number] {
    this.#step();
    const s = this.#state;
    const limb = (index: number) => s[index] as number;
    const low = ((limb(0) | (limb(1) << 16)) ^ (limb(4) | (limb(5) << 16))) >>> 0;
    const high = ((limb(2) | (limb(3) << 16)) ^ (limb(6) | (limb(7) << 16))) >>> 0;
    const rotation = limb(7) >>> 10;
    const [upper, lower] = rotation < 32 ? [high, low] : [low, high];
    const bits = rotation & 31;
    this.#result[0] = bits === 0 ? upper : ((upper >>> bits) | (lower << (32 - bits))) >>> 0;
    this.#result[1] = bits === 0 ? lower : ((lower >>> bits) | (upper << (32 - bits))) >>> 0;
    return this.#result;
  }

  next32(): number {
    if (this.#kept !== null) {
      const kept = this.#kept;
      this.#kept = null;
      return kept;
    }
    const [high, low] = this.next64();
    this.#kept = high;
    return low;
  }

  next53(): number {
    const [high, low] = this.next64();
    return (high * 2097152 + (low >>> 11)) / 9007199254740992;
  }

  /** state ← state · multiplier + increment mod 2¹²⁸. */
  #step(): void {
    const state = this.#state;
    let carry = 0;
    // From the highest limb down the lower ones are still the old ones; the carries are settled afterwards.
    for (let place = 7; place >= 0; place--) {
      let sum = 0;
      for (let limb = 0; limb <= place; limb++) sum += (state[limb] as number) * (multiplier[place - limb] as number);
      sums[place] = sum + (this.#increment[place] as number);
    }
    for (let place = 0; place < 8; place++) {
      const total = (sums[place] as number) + carry;
      carry = (total / 65536) | 0;
      state[place] = total - carry * 65536;
    }
  }
}

/** Eight sums of up to eight 32-bit products each: below 2³⁶, exact. */
const sums = new Float64Array(8);

function add(state: Uint32Array, other: Uint32Array): void {
  let carry = 0;
  for (let place = 0; place < 8; place++) {
    const total = (state[place] as number) + (other[place] as number) + carry;
    state[place] = total & 0xffff;
    carry = total >>> 16;
  }
}

/** 2·value + 1 mod 2¹²⁸. */
function shiftedOdd(value: Uint32Array): Uint32Array {
  let carry = 1;
  return value.map((limb) => {
    const total = limb * 2 + carry;
    carry = total >>> 16;
    return total & 0xffff;
  });
}

/** `numpy.random.SeedSequence(entropy).generate_state(count)`: O'Neill's seed_seq_fe128 on 32-bit words. */
export function seedSequence(entropy: bigint, count: number): Uint32Array {
  const words: number[] = [];
  for (let rest = entropy; rest > 0n || words.length === 0; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  const pool = new Uint32Array(4);
  let constant = 0x43b0d7e5;
  const hash = (value: number) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const product = Math.imul(mixed, constant);
    return product ^ (product >>> 16);
  };
  const mix = (x: number, y: number) => {
    const mixed = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
    return mixed ^ (mixed >>> 16);
  };
  for (let place = 0; place < 4; place++) pool[place] = hash(words[place] ?? 0);
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to] as number, hash(pool[from] as number));
  }
  for (const word of words.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mix(pool[to] as number, hash(word));
  let second = 0x8b51f9dd;
  return Uint32Array.from({ length: count }, (_, index) => {
    const mixed = (pool[index % 4] as number) ^ second;
    second = Math.imul(second, 0x58f38ded);
    const product = Math.imul(mixed, second);
    return product ^ (product >>> 16);
  });
}
