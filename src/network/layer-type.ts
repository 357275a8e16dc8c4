// What one layer type is: its shape, weights, cost and forward pass, in one file of layers/ each.
// A layer type is added by writing that file and one line in layer-types.ts.
import type { Configuration, Refusal, Weight } from './network.ts';
import type { Operation } from './program.ts';
import type { Shape } from './shape.ts';

/** A value of the program under construction: its node number and shape. */
export interface Value {
  readonly node: number;
  readonly shape: Shape;
}

/** Builds the program of one layer. */
export interface Lowering {
  /** Adds an operation whose result has `shape`. */
  emit(operation: Operation, inputs: readonly Value[], shape: Shape): Value;
  /** The layer's weight of this name. Throws for a name that `weights` did not give. */
  weight(name: string): Value;
  /** Says that `value` is what the layer's activation takes; without it the layer's output is. */
  preActivation(value: Value): void;
}

export interface LayerType<C extends Configuration = Configuration> {
  /** Keras's class name where Keras has the layer, else the name of the framework that has it. */
  readonly name: string;
  /** How many inputs it takes: 1 if absent, `null` for any number from 2. */
  readonly inputCount?: number | null;
  /**
   * The output's shape for these inputs, or why it cannot take them. Unknown sizes are `null` and stay so.
   * A configuration value that reading could not know is `null`.
   */
  outputShape(configuration: C, inputs: readonly Shape[]): Shape | Refusal;
  /** Its weights, in the framework's order (`get_weights`). Only called for inputs that `outputShape` accepts. */
  weights(configuration: C, inputs: readonly Shape[]): readonly Weight[];
  /** Multiply-adds for one sample; `null` when a size is unknown. Absent: 0. */
  multiplyAdds?(configuration: C, inputs: readonly Shape[], output: Shape): number | null;
  /** The arithmetic of the parameters without its result: `(3·3·1 + 1)·32`. Absent where it has none. */
  arithmetic?(configuration: C, inputs: readonly Shape[]): string;
  /** The forward pass. Only called when every size but the batch is known. */
  lower(configuration: C, inputs: readonly Value[], lowering: Lowering): Value;
}

/** Keeps a layer type's own configuration type inside its file. */
export function defineLayerType<C extends Configuration>(layerType: LayerType<C>): LayerType {
  return layerType as unknown as LayerType;
}

export function isRefusal(result: Shape | Refusal): result is Refusal {
  return !Array.isArray(result);
}
