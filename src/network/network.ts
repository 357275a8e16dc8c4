// The framework-neutral graph: layers, edges, shapes, weights. Plain data that crosses threads as it is.
import type { Range } from '../source/range.ts';
import type { Initializer } from './initializers.ts';
import type { Shape } from './shape.ts';

/** What a layer's configuration may hold: plain data; `null` where reading could not know the value. */
export type ConfigurationValue =
  | number
  | string
  | boolean
  | null
  | readonly ConfigurationValue[]
  | { readonly [name: string]: ConfigurationValue };

export type Configuration = Readonly<Record<string, ConfigurationValue>>;

/** One named parameter tensor of a layer. */
export interface Weight {
  /** `kernel`, `bias`, `gamma` …: unique within its layer. */
  readonly name: string;
  readonly shape: Shape;
  /** `null` where reading could not know it: the layer's shape is known all the same. */
  readonly initializer: Initializer | null;
  /** Set by the optimizer from gradients. False for moving statistics and frozen layers. */
  readonly trainable: boolean;
  /** L1 and L2 factors that add to the loss; absent for none. */
  readonly regularizer?: { readonly l1: number; readonly l2: number };
}

/** Why a layer cannot take its inputs: one sentence that names the layer's need and what it was sent. */
export interface Refusal {
  readonly message: string;
}

/** One node of a network. */
export interface Layer {
  /** Unique within its network. */
  readonly name: string;
  /** A key of the layer types (`Dense`), or the source's own spelling for a type that they do not hold. */
  readonly type: string;
  readonly configuration: Configuration;
  /** Indices of the layers that feed it, all smaller than its own. Empty for an Input. */
  readonly inputs: readonly number[];
  /** One shape an input; empty where it is not known. */
  readonly inputShapes: readonly Shape[];
  /** `null` when unknown: unknown type, unknown input, or a refusal here or upstream. */
  readonly outputShape: Shape | null;
  /** Empty also when they cannot be known: `parameters` then is `null`. */
  readonly weights: readonly Weight[];
  /** Number of parameters; `null` when unknown. */
  readonly parameters: number | null;
  /** `(3·3·1 + 1)·32 = 320`; absent where there is nothing to reckon. */
  readonly arithmetic?: string;
  /** Multiply-adds for one sample; `null` when unknown. */
  readonly multiplyAdds: number | null;
  readonly refusal?: Refusal;
  /** Where the source makes this layer; absent for a layer that no text wrote (an implied input). */
  readonly range?: Range;
}

export interface Network {
  /** In an order in which every layer comes after its inputs. */
  readonly layers: readonly Layer[];
  /** Indices of the Input layers. */
  readonly inputs: readonly number[];
  /** Indices of the layers whose outputs the loss compares with targets. */
  readonly outputs: readonly number[];
}
