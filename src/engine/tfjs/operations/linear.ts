// matMul, addBias, add, reshape, gather: what is linear in its inputs.
import { asMatrix, add as plus, matMul as product, sumRows, toInteger } from '../arithmetic.ts';
import { count, type Kernels, type Tensor } from '../kernels.ts';
import { inputOf, type KernelsOf } from '../operation.ts';

/** dx = dy·wᵀ, dw = xᵀ·dy, over the rows of all leading dimensions. */
export const matMul: KernelsOf<'matMul'> = {
  forward(kernels, _operation, inputs) {
    const [x, w] = [inputOf(inputs, 0), inputOf(inputs, 1)];
    return kernels.reshape(product(kernels, asMatrix(kernels, x), w), [...x.shape.slice(0, -1), w.shape[1] ?? 1]);
  },
  backward(kernels, _operation, dy, { inputs, wants }) {
    const [x, w] = [inputOf(inputs, 0), inputOf(inputs, 1)];
    const gradient = asMatrix(kernels, dy);
    return [
      wants(0) ? kernels.reshape(product(kernels, gradient, w, false, true), x.shape) : null,
      wants(1) ? product(kernels, asMatrix(kernels, x), gradient, true, false) : null,
    ];
  },
};

export const addBias: KernelsOf<'addBias'> = {
  forward: (kernels, _operation, inputs) => plus(kernels, inputOf(inputs, 0), inputOf(inputs, 1)),
  backward: (kernels, _operation, dy, { wants }) => [dy, wants(1) ? sumRows(kernels, dy) : null],
};

export const add: KernelsOf<'add'> = {
  forward: (kernels, _operation, inputs) => plus(kernels, inputOf(inputs, 0), inputOf(inputs, 1)),
  backward: (_kernels, _operation, dy) => [dy, dy],
};

export const reshape: KernelsOf<'reshape'> = {
  forward(kernels, { shape }, inputs) {
    const x = inputOf(inputs, 0);
    return kernels.reshape(x, [x.shape[0] ?? 1, ...shape]);
  },
  backward: (kernels, _operation, dy, { inputs }) => [kernels.reshape(dy, inputOf(inputs, 0).shape)],
};

/** The table's gradient adds up the rows of `dy` that came from the same row. Indices have none. */
export const gather: KernelsOf<'gather'> = {
  forward(kernels, _operation, inputs, node) {
    const [indices, table] = [inputOf(inputs, 0), inputOf(inputs, 1)];
    const rows = toInteger(kernels, kernels.reshape(indices, [count(indices)]));
    node.saved.push(rows);
    const found = kernels.run('GatherV2', { x: table, indices: rows }, { axis: 0, batchDims: 0 });
    return kernels.reshape(found, [...indices.shape, table.shape[1] ?? 1]);
  },
  backward(kernels, _operation, dy, { inputs, saved, wants }) {
    if (!wants(1)) return [null, null];
    return [null, scatterRows(kernels, asMatrix(kernels, dy), inputOf(saved, 0), inputOf(inputs, 1).shape)];
  },
};

/** On a device, one-hot matrices up to this many values (128 MiB); larger ones cost more memory than exactness is worth. */
const oneHotLimit = 2 ** 25;

/**
 * Rows `[n, m]` added up at `indices` `[n]` of a `[v, m]` of zeros. A device adds what meets at one place in any order, so
 * that two runs differ in the last bits; as onehotᵀ·rows the order is fixed.
 */
function scatterRows(kernels: Kernels, rows: Tensor, indices: Tensor, shape: readonly number[]): Tensor {
  const [places = 1] = shape;
  if (kernels.backend === 'cpu' || count(indices) * places > oneHotLimit) {
    return kernels.run('ScatterNd', { indices: kernels.reshape(indices, [count(indices), 1]), updates: rows }, { shape });
  }
  const oneHot = kernels.run('OneHot', { indices }, { depth: places, onValue: 1, offValue: 0, dtype: 'float32' });
  return product(kernels, oneHot, rows, true, false);
}
