// The weight tensors of a network in the order of their table, and what each number in them is called: `hidden/kernel[0,1]`,
// and `W3` or `B1` in a network that is small enough to number.
import type { Network, Weight } from '../../network/network.ts';
import { product } from '../../network/shape.ts';

/** One tensor among the rows. */
export interface WeightTensor {
  readonly layer: number;
  readonly weight: number;
  /** `hidden/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its first row, and how many it has. */
  readonly start: number;
  readonly length: number;
  readonly trainable: boolean;
}

/** Networks with more parameters than this are not numbered. */
const numberedLimit = 99;

/** All tensors of the network, with their first rows. */
export function layOut(network: Network): readonly WeightTensor[] {
  const tensors: Omit<WeightTensor, 'start'>[] = network.layers.flatMap((layer, index) =>
    layer.weights.map((weight, position) => ({
      layer: index,
      weight: position,
      name: `${layer.name}/${weight.name}`,
      shape: sizes(weight),
      length: product(weight.shape) ?? 0,
      trainable: weight.trainable,
    })),
  );
  const total = tensors.reduce((sum, { length }) => sum + length, 0);
  // In a numbered network all kernels come first, so that rows read W1 … Wn, B1 … Bm.
  const ordered = total <= numberedLimit ? tensors.toSorted((first, second) => rank(first) - rank(second)) : tensors;
  let start = 0;
  return ordered.map((tensor) => {
    const placed = { ...tensor, start };
    start += tensor.length;
    return placed;
  });
}

/** The number of each tensor's first value among those of its letter; empty for a large network. */
export function firstNumbers(tensors: readonly WeightTensor[], total: number): ReadonlyMap<WeightTensor, number> {
  const first = new Map<WeightTensor, number>();
  if (total > numberedLimit) return first;
  const next = new Map<string, number>();
  for (const tensor of tensors) {
    const sign = letter(tensor);
    if (!sign) continue;
    first.set(tensor, next.get(sign) ?? 1);
    next.set(sign, (next.get(sign) ?? 1) + tensor.length);
  }
  return first;
}

/** `W` for kernels, `B` for biases, null for what is neither. */
export function letter({ name, shape }: Pick<WeightTensor, 'name' | 'shape'>): 'W' | 'B' | null {
  if (name.endsWith('/bias')) return 'B';
  return shape.length >= 2 ? 'W' : null;
}

function rank(tensor: Pick<WeightTensor, 'name' | 'shape'>): number {
  const sign = letter(tensor);
  return sign === 'W' ? 0 : sign === 'B' ? 1 : 2;
}

/** Row-major position → index along each dimension. */
export function indices(position: number, shape: readonly number[]): number[] {
  const result: number[] = [];
  let rest = position;
  for (const size of shape.toReversed()) {
    result.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return result;
}

function sizes({ shape }: Weight): readonly number[] {
  return shape.map((size) => size ?? 0);
}
