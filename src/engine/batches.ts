// Samples in memory, and batches of them: rows gathered by index. Pure.
import type { Dataset, NumberArray } from '../data/dataset.ts';
import { sampleCount } from '../data/dataset.ts';
import { type Random, shuffle } from '../network/random.ts';

/** One batch on the host: one array an input, one an output, rows in the batch's order. */
export interface HostBatch {
  readonly count: number;
  readonly x: readonly NumberArray[];
  readonly y: readonly NumberArray[];
}

/** Arrays with the rows of them that are used. */
export interface Samples {
  readonly x: readonly NumberArray[];
  readonly y: readonly NumberArray[];
  readonly first: number;
  readonly count: number;
}

/**
 * Training and validation samples. A split takes its fraction from the end, before any shuffling, as Keras does
 * (train_validation_split: training keeps ⌊n·(1 − fraction)⌋); validation data of the dataset's own goes before it.
 */
export function splitSamples(dataset: Dataset, fraction: number): { readonly training: Samples; readonly validation: Samples | null } {
  const total = sampleCount(dataset);
  const { x, y, validation } = dataset;
  if (validation) {
    return { training: { x, y, first: 0, count: total }, validation: { ...validation, first: 0, count: sampleCount(validation) } };
  }
  const kept = fraction > 0 ? Math.floor(total * (1 - fraction)) : total;
  return {
    training: { x, y, first: 0, count: kept },
    validation: kept < total ? { x, y, first: kept, count: total - kept } : null,
  };
}

export function batchesPerEpoch({ count }: Samples, batchSize: number): number {
  return Math.ceil(count / batchSize);
}

/** The rows `order[from]` … `order[to − 1]`, counted from the first used one. */
export function gatherBatch({ x, y, first }: Samples, order: Uint32Array, from: number, to: number): HostBatch {
  const rows = order.subarray(from, to);
  const gather = ({ shape, values }: NumberArray): NumberArray => {
    const size = values.length / (shape[0] ?? 1);
    const gathered = new Float32Array(rows.length * size);
    for (let index = 0; index < rows.length; index++) {
      const start = (first + (rows[index] as number)) * size;
      // Copying element by element is faster than subarray and set for the few values that a small network takes.
      if (size < 32) for (let at = 0; at < size; at++) gathered[index * size + at] = values[start + at] as number;
      else gathered.set(values.subarray(start, start + size), index * size);
    }
    return { shape: [rows.length, ...shape.slice(1)], values: gathered };
  };
  return { count: rows.length, x: x.map(gather), y: y.map(gather) };
}

/** The order of one epoch; shuffled in place by `random` unless that is null. */
export function epochOrder(count: number, random: Random | null): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_unused, index) => index);
  if (random) shuffle(random, order);
  return order;
}
