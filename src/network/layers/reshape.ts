// Reshape: the same numbers in another shape; one size may be −1 and takes what is left (keras/src/layers/reshaping/reshape.py).
import { defineLayerType } from '../layer-type.ts';
import type { Refusal } from '../network.ts';
import { type Dimension, elementsPerSample, formatSampleShape, product, type Shape } from '../shape.ts';

type ReshapeConfiguration = {
  /** Without the batch. −1 in at most one place. */
  readonly targetShape: readonly Dimension[];
};

export const reshape = defineLayerType<ReshapeConfiguration>({
  name: 'Reshape',

  outputShape: ({ targetShape }, [input = []]) => resolve(targetShape, input),

  weights: () => [],

  lower({ targetShape }, [x], lowering) {
    if (!x) throw new Error('Reshape is lowered with an input.');
    const shape = resolve(targetShape, x.shape);
    if ('message' in shape) throw new Error(shape.message);
    const sample = shape.slice(1).map((size) => {
      if (size === null) throw new Error('a size of its target shape is not known');
      return size;
    });
    return lowering.emit({ name: 'reshape', shape: sample }, [x], shape);
  },
});

function resolve(target: readonly Dimension[], input: Shape): Shape | Refusal {
  const batch = input[0] ?? null;
  const elements = elementsPerSample(input);
  const rest = product(target.filter((size) => size !== -1));
  const free = target.filter((size) => size === -1).length;
  if (free > 1) return { message: `can leave one size open (−1), but leaves ${free} open in (${target.join(', ')})` };
  const does = elements === null || rest === null || (free === 1 ? rest > 0 && elements % rest === 0 : elements === rest);
  if (!does) {
    const wanted = `(${target.map((size) => (size === -1 ? '−1' : size)).join(', ')})`;
    return {
      message: `cannot make ${wanted} of ${formatSampleShape(input)}: that is ${elements} values a sample, it needs ${free ? `a multiple of ${rest}` : rest}`,
    };
  }
  return [batch, ...target.map((size) => (size !== -1 ? size : elements === null || rest === null ? null : elements / rest))];
}
