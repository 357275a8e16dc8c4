// Integers below a bound, as NumPy draws them: by masking (RandomState) or by Lemire's multiplication (Generator).
import type { BitGenerator } from './bits.ts';

/** Draws integers from 0 to `range`, both included. `range` is a safe integer. */
export type BoundedDraw = (bits: BitGenerator, range: number) => number;

const highest32 = 0xffffffff;

/** Draws `next & mask` until it is not above `range`: `random_interval`, and `randint` of 32 and 64 bits. */
export function maskedInteger(bits: BitGenerator, range: number): number {
  if (range === 0) return 0;
  if (range <= highest32) {
    const mask = maskOf(range);
    for (;;) {
      const value = (bits.next32() & mask) >>> 0;
      if (value <= range) return value;
    }
  }
  const mask = maskOf(Math.floor(range / 2 ** 32));
  for (;;) {
    const [high, low] = bits.next64();
    const value = ((high & mask) >>> 0) * 2 ** 32 + low;
    if (value <= range) return value;
  }
}

/** Lemire 2019, "Fast random integer generation in an interval": the upper half of next · (range + 1). */
export function lemireInteger(bits: BitGenerator, range: number): number {
  if (range === 0) return 0;
  if (range === highest32) return bits.next32();
  if (range < highest32) {
    const bound = range + 1;
    const threshold = (highest32 - range) % bound;
    for (;;) {
      const [high, low] = product32(bits.next32(), bound);
      if (low >= bound || low >= threshold) return high;
    }
  }
  const bound = BigInt(range) + 1n;
  const threshold = (0xffffffffffffffffn - BigInt(range)) % bound;
  for (;;) {
    const [high, low] = bits.next64();
    const product = ((BigInt(high) << 32n) | BigInt(low)) * bound;
    if (BigInt.asUintN(64, product) >= threshold) return Number(product >> 64n);
  }
}

/** The same for 8-bit integers, which share 32-bit draws four at a time within one call. `range` is below 256. */
export function byteDraw(masked: boolean): BoundedDraw {
  let buffer = 0;
  let left = 0;
  const next = (bits: BitGenerator) => {
    if (left === 0) {
      buffer = bits.next32();
      left = 3;
    } else {
      buffer >>>= 8;
      left--;
    }
    return buffer & 255;
  };
  return (bits, range) => {
    if (range === 0) return 0;
    if (range === 255) return next(bits);
    const mask = maskOf(range);
    const threshold = (255 - range) % (range + 1);
    for (;;) {
      const value = next(bits);
      if (masked) {
        if ((value & mask) <= range) return value & mask;
      } else if (((value * (range + 1)) & 255) >= threshold) return (value * (range + 1)) >>> 8;
    }
  };
}

/** The smallest 2ⁿ − 1 that is not below `range`, for 32 bits. */
function maskOf(range: number): number {
  return range === 0 ? 0 : highest32 >>> Math.clz32(range);
}

/** The 64 bits of a product of two unsigned 32-bit integers. */
function product32(a: number, b: number): [high: number, low: number] {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + aLow * bHigh + Math.floor((aLow * bLow) / 65536);
  return [aHigh * bHigh + Math.floor(middle / 65536), Math.imul(a, b) >>> 0];
}
