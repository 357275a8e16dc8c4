// A network lowered to primitive operations: what a backend executes. Every operation has one formula here and
// one forward and backward kernel in each backend. Values are numbered; an operation comes after its inputs.
//
// Nothing here says how a backend computes; a backend may fuse what follows each other.
import type { Shape } from './shape.ts';

/** Activation functions that work element by element, with their constants. Formulas in network/activations.ts. */
export type ElementwiseActivation =
  | {
      readonly name:
        | 'relu'
        | 'relu6'
        | 'sigmoid'
        | 'tanh'
        | 'softplus'
        | 'softsign'
        | 'silu'
        | 'exponential'
        | 'hardSigmoid'
        | 'hardSilu'
        | 'selu'
        | 'mish';
    }
  | { readonly name: 'gelu'; readonly approximate: boolean }
  | { readonly name: 'leakyRelu' | 'elu'; readonly alpha: number };

export type PaddingName = 'valid' | 'same';

/**
 * A primitive operation. Tensors are row-major, images `[batch, height, width, channels]`.
 * `inputs` in the node that holds it are, in order, what each line names first.
 */
export type Operation =
  /** → the batch of network input `input`. */
  | { readonly name: 'input'; readonly input: number }
  /** → parameter tensor `weight` (an index into `Program.weights`). */
  | { readonly name: 'weight'; readonly weight: number }
  /** x `[…, n]`, w `[n, m]` → x·w `[…, m]`. */
  | { readonly name: 'matMul' }
  /** x `[…, n]`, b `[n]` → x + b. */
  | { readonly name: 'addBias' }
  /** x `[b, h, w, c]`, filter `[kh, kw, c, m]` → `[b, h′, w′, m]`; cross-correlation as in every framework. */
  | {
      readonly name: 'conv2d';
      readonly strides: readonly [number, number];
      readonly padding: PaddingName;
      readonly dilations: readonly [number, number];
    }
  /** x `[b, n, c]`, filter `[k, c, m]` → `[b, n′, m]`. */
  | { readonly name: 'conv1d'; readonly stride: number; readonly padding: PaddingName; readonly dilation: number }
  /** x `[b, h, w, c]` → `[b, h′, w′, c]`. With same padding, positions outside the image count for nothing, also not in the average. */
  | {
      readonly name: 'maxPool2d' | 'averagePool2d';
      readonly size: readonly [number, number];
      readonly strides: readonly [number, number];
      readonly padding: PaddingName;
    }
  /** x → the same numbers as `[batch, …shape]`. */
  | { readonly name: 'reshape'; readonly shape: readonly number[] }
  /** x `[b, …positions, c]` → with zeros before and after each position's dimension. */
  | { readonly name: 'pad'; readonly padding: readonly (readonly [number, number])[] }
  /** x `[b, h, w, c]` → every position repeated `size` times in height and width. */
  | { readonly name: 'upSample2d'; readonly size: readonly [number, number] }
  /** x → f(x). */
  | { readonly name: 'activation'; readonly activation: ElementwiseActivation }
  /** x → exp(x) / Σ exp(x) over the last dimension. */
  | { readonly name: 'softmax' }
  /** Training: zeroes with probability `rate`, scales the rest by 1/(1−rate). Inference: x. */
  | { readonly name: 'dropout'; readonly rate: number }
  /**
   * x, moving mean `[c]`, moving variance `[c]`, then gamma `[c]` if `scale` and beta `[c]` if `center` → normalised over
   * all but the last dimension. Training uses the batch's own mean and (biased) variance and moves the moving ones by
   * `1 − momentum`; where `frozen` it uses the moving ones and leaves them.
   */
  | {
      readonly name: 'batchNormalization';
      readonly epsilon: number;
      readonly momentum: number;
      readonly scale: boolean;
      readonly center: boolean;
      readonly frozen: boolean;
    }
  /** x `[b, …, c]` → mean or maximum over all dimensions but the first and the last. */
  | { readonly name: 'globalAveragePool' | 'globalMaxPool' }
  /** indices `[b, …]`, table `[v, m]` → rows `[b, …, m]`. */
  | { readonly name: 'gather' }
  /** x, y of one shape → x + y. */
  | { readonly name: 'add' };

export interface ProgramNode {
  readonly operation: Operation;
  /** Numbers of earlier nodes. */
  readonly inputs: readonly number[];
  /** With the batch as `null`. */
  readonly shape: Shape;
  /** Index of the layer that this node belongs to. */
  readonly layer: number;
}

export interface ProgramWeight {
  readonly layer: number;
  /** Index within its layer's weights. */
  readonly weight: number;
}

export interface Program {
  readonly nodes: readonly ProgramNode[];
  readonly weights: readonly ProgramWeight[];
  /** Per layer of the network: the node of its output, and of its value before the activation (the same where it has none). */
  readonly layers: readonly { readonly output: number; readonly preActivation: number }[];
  /** Nodes of the network's outputs. */
  readonly outputs: readonly number[];
}
