// Python's own `random` module (Lib/random.py, CPython 3.9 to 3.13), number by number.
import { logarithm } from './logarithm.ts';
import { Mt19937 } from './mt19937.ts';

export class PythonRandom {
  readonly #bits: Mt19937;
  #spare: number | null;

  private constructor(bits: Mt19937, spare: number | null) {
    this.#bits = bits;
    this.#spare = spare;
  }

  /** `random.seed(integer)`. */
  static fromInteger(seed: number): PythonRandom {
    const key: number[] = [];
    for (let rest = BigInt(Math.abs(seed)); rest > 0n || key.length === 0; rest >>= 32n) key.push(Number(rest & 0xffffffffn));
    return new PythonRandom(Mt19937.fromKey(key), null);
  }

  copy(): PythonRandom {
    return new PythonRandom(this.#bits.copy(), this.#spare);
  }

  random(): number {
    return this.#bits.next53();
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** An integer from 0 to below `count`, a safe integer: `_randbelow`. */
  below(count: number): number {
    const bits = count.toString(2).length;
    for (;;) {
      const value = this.#getBits(bits);
      if (value < count) return value;
    }
  }

  gauss(mean = 0, deviation = 1): number {
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null) return mean + spare * deviation;
    const angle = this.random() * (2 * Math.PI);
    const radius = Math.sqrt(-2 * logarithm(1 - this.random()));
    this.#spare = Math.sin(angle) * radius;
    return mean + Math.cos(angle) * radius * deviation;
  }

  /** Kinderman & Monahan's ratio of uniforms. */
  normal(mean = 0, deviation = 1): number {
    const magic = (4 * Math.exp(-0.5)) / Math.sqrt(2);
    for (;;) {
      const first = this.random();
      const second = 1 - this.random();
      const z = (magic * (first - 0.5)) / second;
      if ((z * z) / 4 <= -logarithm(second)) return mean + z * deviation;
    }
  }

  exponential(rate = 1): number {
    return -logarithm(1 - this.random()) / rate;
  }

  /** Where `count` elements go: `shuffle` as a list of old places. */
  shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, place) => place);
    for (let last = count - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    return order;
  }

  /** `sample(range(count), size)`. `size` is at most `count`. */
  sample(count: number, size: number): number[] {
    const setSize = 21 + (size > 5 ? 4 ** Math.ceil(Math.log(size * 3) / Math.log(4)) : 0);
    if (count > setSize) {
      const chosen = new Set<number>();
      while (chosen.size < size) chosen.add(this.below(count));
      return [...chosen];
    }
    const pool = Array.from({ length: count }, (_, place) => place);
    return Array.from({ length: size }, (_, drawn) => {
      const place = this.below(count - drawn);
      const value = pool[place] as number;
      pool[place] = pool[count - drawn - 1] as number;
      return value;
    });
  }

  /** `choices(range(count), weights, k=size)`, with the cumulative weights. */
  choices(count: number, size: number, cumulative?: readonly number[]): number[] {
    const total = cumulative?.at(-1) ?? 0;
    return Array.from({ length: size }, () => {
      if (!cumulative) return Math.floor(this.random() * count);
      const target = this.random() * total;
      const place = cumulative.findIndex((weight) => weight > target);
      return place < 0 ? count - 1 : Math.min(place, count - 1);
    });
  }

  #getBits(count: number): number {
    if (count === 0) return 0;
    if (count <= 32) return this.#bits.next32() >>> (32 - count);
    const low = this.#bits.next32();
    return (this.#bits.next32() >>> (64 - count)) * 2 ** 32 + low;
  }
}
