// What the layers that have a kernel and a bias share.
import type { Initializer } from './initializers.ts';
import type { Weight } from './network.ts';
import type { Shape } from './shape.ts';

export type Regularizer = { readonly l1: number; readonly l2: number };

/**
 * Configuration of every layer with a kernel and a bias. Names are Keras 3's in camel case.
 * `trainable: false` freezes both.
 */
export type KernelConfiguration = {
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer | null;
  readonly biasInitializer: Initializer | null;
  readonly kernelRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
  readonly trainable: boolean;
};

/** The kernel of `kernelShape` and, unless the configuration says no, a bias of its last dimension. */
export function kernelAndBias(configuration: KernelConfiguration, kernelShape: Shape): readonly Weight[] {
  const { trainable, kernelRegularizer, biasRegularizer } = configuration;
  const kernel: Weight = {
    name: 'kernel',
    shape: kernelShape,
    initializer: configuration.kernelInitializer,
    trainable,
    ...(kernelRegularizer && { regularizer: kernelRegularizer }),
  };
  if (!configuration.useBias) return [kernel];
  const bias: Weight = {
    name: 'bias',
    shape: kernelShape.slice(-1),
    initializer: configuration.biasInitializer,
    trainable,
    ...(biasRegularizer && { regularizer: biasRegularizer }),
  };
  return [kernel, bias];
}
