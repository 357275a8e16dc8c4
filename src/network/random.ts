// Layerscope's own random numbers: xoshiro128** (Blackman & Vigna 2018, public domain), seeded by splitmix32.
// Small state that travels with a checkpoint; the same seed gives the same numbers in the host, a worker and a browser.
// It is not NumPy's generator: that one stands in data/.

export interface Random {
  /** Four unsigned 32-bit words. Copy them to go on elsewhere from here. */
  readonly state: Uint32Array;
}

/** A generator for `seed` (any safe integer) and an optional `stream`, so that weights, shuffling and dropout do not share numbers. */
export function createRandom(seed: number, stream = 0): Random {
  let word = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(Math.floor(seed / 2 ** 32) | 0, 0x85ebca77)) >>> 0;
  word = (word ^ Math.imul(stream + 1, 0xc2b2ae3d)) >>> 0;
  const state = new Uint32Array(4);
  for (let index = 0; index < 4; index++) {
    word = (word + 0x9e3779b9) >>> 0;
    let mixed = word ^ (word >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    state[index] = mixed ^ (mixed >>> 15);
  }
  return { state };
}

/** The next unsigned 32-bit integer. */
export function nextUint32({ state }: Random): number {
  // Read one by one: taking the array apart costs ten times as much, and dropout draws millions.
  const first = state[0] as number;
  const second = state[1] as number;
  const third = state[2] as number;
  const fourth = state[3] as number;
  const result = Math.imul(rotateLeft(Math.imul(second, 5), 7), 9) >>> 0;
  const shifted = second << 9;
  let c = third ^ first;
  let d = fourth ^ second;
  state[1] = second ^ c;
  state[0] = first ^ d;
  c ^= shifted;
  d = rotateLeft(d, 11);
  state[2] = c;
  state[3] = d;
  return result;
}

/** Uniform in [0, 1) with 32 bits. */
export function uniform(random: Random): number {
  return nextUint32(random) / 2 ** 32;
}

/** Standard normal (Box–Muller; one of the pair is used, so that the state stays four words). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

/** Standard normal, drawn again until it lies within two deviations, as Keras's and TensorFlow's truncated normal. */
export function truncatedNormal(random: Random): number {
  for (;;) {
    const value = normal(random);
    if (Math.abs(value) <= 2) return value;
  }
}

/** Shuffles in place (Fisher–Yates). */
export function shuffle(random: Random, indices: Uint32Array): void {
  for (let last = indices.length - 1; last > 0; last--) {
    const other = Math.floor(uniform(random) * (last + 1));
    const kept = indices[last] as number;
    indices[last] = indices[other] as number;
    indices[other] = kept;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
