// A random stream as reading sees it: draws follow each other in the order of the source, but their numbers are computed
// only when someone asks. A stream is a value: drawing gives an array and the stream after it, and the stream before stays
// as it was, so that a reading can go back and try another branch.
import { LazyArray } from '../array/array.ts';
import type { DType } from '../array/dtype.ts';
import { sizeOf } from '../array/shape.ts';

/** `G`: a generator with all its state; `copy` must be cheap. */
export interface Stream<G> {
  /** False when the source sets no seed, or when it is not known which draws came before. */
  readonly seeded: boolean;
  /** The last array drawn: it is computed before the next. Null at the start. */
  readonly last: LazyArray | null;
  /** The generator after `last`. Only to be called when `last` is computed, and to be copied before use. */
  readonly generator: () => G;
}

export function startStream<G>(generator: G, seeded: boolean): Stream<G> {
  return { seeded, last: null, generator: () => generator };
}

/** The same stream from here on, but no longer the one that the source would have. */
export function withoutSeed<G>(stream: Stream<G>): Stream<G> {
  return { ...stream, seeded: false };
}

/**
 * Draws an array of `shape`. `fill` writes its values, row-major, with the values of `parameters` at hand.
 * `cost`: elements that this takes beyond the array's own size.
 */
export function draw<G extends { copy(): G }>(
  stream: Stream<G>,
  shape: readonly number[],
  dtype: DType,
  parameters: readonly LazyArray[],
  fill: (generator: G, values: readonly Float64Array[], result: Float64Array) => void,
  cost?: number,
): { readonly array: LazyArray; readonly stream: Stream<G> } {
  let after: G | null = null;
  const array = new LazyArray(
    shape,
    dtype,
    {
      // The draw before goes last, so that the parameters come first in `values`.
      inputs: stream.last ? [...parameters, stream.last] : parameters,
      ...(cost !== undefined && { cost }),
      compute: (values) => {
        const generator = stream.generator().copy();
        const result = new Float64Array(sizeOf(shape));
        fill(generator, values, result);
        after = generator;
        return result;
      },
    },
    { seeded: stream.seeded && parameters.every((parameter) => parameter.seeded) },
  );
  const generator = () => {
    if (!after) throw new Error('The draw before was not computed.');
    return after;
  };
  return { array, stream: { seeded: stream.seeded, last: array, generator } };
}
