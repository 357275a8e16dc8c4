// Shapes of tensors. The first dimension of a layer's shape is the batch.

/** A size, or `null` where it is not known (the batch, a variable length, an unread expression). */
export type Dimension = number | null;

/** `[batch, …]`, row-major, channels last unless a layer's configuration says otherwise. */
export type Shape = readonly Dimension[];

/** Number of elements of one sample: the product of all dimensions but the batch; `null` if one is unknown. */
export function elementsPerSample(shape: Shape): number | null {
  return product(shape.slice(1));
}

/** Product of the dimensions, 1 for none; `null` if one is unknown. */
export function product(dimensions: readonly Dimension[]): number | null {
  let result = 1;
  for (const dimension of dimensions) {
    if (dimension === null) return null;
    result *= dimension;
  }
  return result;
}

/** `28×28×1`: the shape of one sample as people write it; `?` for an unknown size, `scalar` for none. */
export function formatSampleShape(shape: Shape): string {
  const sample = shape.slice(1);
  return sample.length === 0 ? 'scalar' : sample.map((dimension) => dimension ?? '?').join('×');
}

/** `(?, 28, 28, 1)`: the whole shape. */
export function formatShape(shape: Shape): string {
  return `(${shape.map((dimension) => dimension ?? '?').join(', ')})`;
}
