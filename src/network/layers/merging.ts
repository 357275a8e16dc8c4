// Add: layers with several inputs that meet element by element (keras/src/layers/merging/add.py).
import { defineLayerType } from '../layer-type.ts';
import { formatShape } from '../shape.ts';

export const add = defineLayerType<Record<string, never>>({
  name: 'Add',
  inputCount: null,
  outputShape(_configuration, [first = [], ...others]) {
    const other = others.find((shape) => shape.length !== first.length || shape.some((size, axis) => differ(size, first[axis] ?? null)));
    if (other) return { message: `adds inputs of one shape, but gets ${formatShape(first)} and ${formatShape(other)}` };
    return first.map((size, axis) => size ?? others.find((shape) => shape[axis] !== null)?.[axis] ?? null);
  },
  weights: () => [],
  lower(_configuration, [first, ...others], lowering) {
    if (!first) throw new Error('Add is lowered with inputs.');
    return others.reduce((sum, other) => lowering.emit({ name: 'add' }, [sum, other], first.shape), first);
  },
});

function differ(first: number | null, second: number | null): boolean {
  return first !== null && second !== null && first !== second;
}
