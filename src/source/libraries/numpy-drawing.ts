// Drawing arrays from a random stream, wherever the stream is kept.
import type { LazyArray } from '../../data/array/array.ts';
import type { DType } from '../../data/array/dtype.ts';
import { spread } from '../../data/array/elementwise.ts';
import { broadcastShapes } from '../../data/array/shape.ts';
import type { NumpyGenerator } from '../../data/random/numpy-generator.ts';
import { draw, type Stream, withoutSeed } from '../../data/random/stream.ts';
import type { Value } from '../evaluate/value.ts';
import type { Parameters } from './numpy-signature.ts';
import { toArray } from './numpy-values.ts';

export type NumpyStream = Stream<NumpyGenerator>;

/** Where a stream is kept: in the state of the reading, or in a generator object. */
export interface Place {
  read(): NumpyStream;
  write(stream: NumpyStream): void;
}

/** Draws from the stream at a place. */
export class Drawing {
  readonly p: Parameters;
  readonly #place: Place;

  constructor(p: Parameters, place: Place) {
    this.p = p;
    this.#place = place;
  }

  array(
    shape: readonly number[],
    dtype: DType,
    parameters: readonly LazyArray[],
    fill: (generator: NumpyGenerator, values: readonly Float64Array[], result: Float64Array) => void,
    cost?: number,
  ): LazyArray {
    const { array, stream } = draw(this.#place.read(), shape, dtype, parameters, fill, cost);
    this.#place.write(stream);
    return array;
  }

  /** One number an element from `sample`, with the parameters broadcast to the shape. */
  each(
    parameters: readonly LazyArray[],
    sample: (generator: NumpyGenerator, ...values: number[]) => number,
    options: { readonly shape?: readonly number[] | null; readonly dtype?: DType } = {},
  ): LazyArray {
    const given = options.shape === undefined ? this.size() : options.shape;
    const common = broadcastShapes(...parameters.map((parameter) => parameter.shape));
    const shape = given ?? common;
    return this.array(shape, options.dtype ?? 'float64', parameters, (generator, values, result) => {
      const wide = parameters.map((parameter, place) => spread(values[place] ?? result, parameter.shape, shape));
      for (let element = 0; element < result.length; element++) {
        result[element] = sample(generator, ...wide.map((array) => (array.length === 1 ? array[0] : array[element]) as number));
      }
    });
  }

  /** From here on the stream is at a place that is not known. */
  forget(): void {
    this.#place.write(withoutSeed(this.#place.read()));
  }

  /** The argument `size`; null when it is left out. */
  size(): readonly number[] | null {
    return this.p.optional('size') ? this.p.sizes('size') : null;
  }

  /** The argument, or a plain number where it is left out. */
  parameter(name: string, fallback: number): LazyArray {
    return this.p.optional(name) ? this.p.array(name) : toArray({ kind: 'float', value: fallback }, this.p.context);
  }
}

/** A row of a generator: the names of its parameters and what it draws. */
export type Draw = readonly [signature: string, body: (drawing: Drawing) => LazyArray | Value];
