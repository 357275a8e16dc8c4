// Flatten: every sample as one row, last dimension fastest (keras/src/layers/reshaping/flatten.py).
import { defineLayerType } from '../layer-type.ts';
import { product } from '../shape.ts';

export const flatten = defineLayerType<Record<string, never>>({
  name: 'Flatten',
  outputShape: (_configuration, [input = []]) => [input[0] ?? null, product(input.slice(1))],
  weights: () => [],
  lower(_configuration, [x], lowering) {
    if (!x) throw new Error('Flatten is lowered with an input.');
    const features = product(x.shape.slice(1));
    if (features === null) throw new Error('Flatten is lowered with known sizes.');
    return lowering.emit({ name: 'reshape', shape: [features] }, [x], [null, features]);
  },
});
