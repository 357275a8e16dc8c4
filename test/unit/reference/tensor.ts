// Plain float64 arrays with a shape: what the reference computes with.
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export function tensor(shape: readonly number[], fill: (index: number) => number): Tensor {
  return { shape, values: Float64Array.from({ length: product(shape) }, (_unused, index) => fill(index)) };
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((result, size) => result * size, 1);
}

/** The number at these coordinates; 0 outside. */
export function at({ shape, values }: Tensor, ...coordinates: readonly number[]): number {
  let index = 0;
  for (const [axis, coordinate] of coordinates.entries()) {
    const size = shape[axis] as number;
    if (coordinate < 0 || coordinate >= size) return 0;
    index = index * size + coordinate;
  }
  return values[index] as number;
}

export function map(x: Tensor, f: (value: number, index: number) => number): Tensor {
  return { shape: x.shape, values: x.values.map(f) };
}

export function mean(values: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
}
