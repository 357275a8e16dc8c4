// `keras.Input` and `InputLayer`: what comes into a model, as the source says it.
import { type Arguments, argument } from '../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import { defineObjectType, type LibraryCall, type ObjectValue, type Value } from '../../evaluate/value.ts';
import type { InputShape } from './layer.ts';
import { dimensions } from './reading.ts';

/** What `keras.Input(shape)` gives: all that a Sequential needs of it. */
export const inputObject = defineObjectType<{ readonly input: InputShape; readonly name: string | null }>({ name: 'keras.KerasTensor' });

/** `keras.Input(shape, batch_size, …)`; the first position is the shape of one sample. */
export const inputCall: LibraryCall = (args, context) => {
  const name = argument(args, 5, 'name');
  return inputObject.create(
    { input: inputShapeOf(args, context), name: name?.kind === 'string' ? name.value : null },
    args.range,
  ) as ObjectValue;
};

/** `InputLayer` takes the sample's shape as `shape`, or `input_shape` in Keras 2. */
function inputShapeOf(args: Arguments, context: EvaluationContext): InputShape {
  const read = (value: Value | undefined) => {
    const shape = value && value.kind !== 'none' ? dimensions(value, context) : null;
    return Array.isArray(shape) ? shape.map((size) => (typeof size === 'number' ? size : null)) : null;
  };
  const batched = read(argument(args, -1, 'batch_shape', 'batch_input_shape'));
  if (batched) return { shape: batched.slice(1), batchSize: batched[0] ?? null };
  const size = argument(args, 1, 'batch_size');
  const shape = read(argument(args, 0, 'shape', 'input_shape'));
  return { shape: shape ?? null, batchSize: size?.kind === 'integer' ? size.value : null };
}
