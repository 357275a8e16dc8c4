// What every bit generator here gives. A copy costs nothing much: it is the position in the stream.

export interface BitGenerator {
  /** The next unsigned 32-bit integer. */
  next32(): number;
  /** The next 64 bits as two unsigned halves. The array is used again by the next call. */
  next64(): readonly [high: number, low: number];
  /** Uniform in [0, 1) with 53 bits. */
  next53(): number;
  /** A generator that goes on from here on its own. */
  copy(): BitGenerator;
}
