// Activation functions: their names, formulas and what makes a unit dead or saturated in them.
import type { Lowering, Value } from './layer-type.ts';
import type { ElementwiseActivation } from './program.ts';

/** An activation as a layer's configuration holds it. `linear` is the identity. */
export type ActivationConfiguration = ElementwiseActivation | { readonly name: 'softmax' } | { readonly name: 'linear' };

export type ActivationName = ActivationConfiguration['name'];

/** One formula each; constants are the frameworks' own. */
export const activationFormulas: Readonly<Record<ActivationName, string>> = {
  linear: 'x',
  relu: 'max(0, x)',
  relu6: 'min(6, max(0, x))',
  leakyRelu: 'x for x ≥ 0, α·x below',
  elu: 'x for x ≥ 0, α·(eˣ − 1) below',
  selu: '1.0507·x for x ≥ 0, 1.7581·(eˣ − 1) below',
  gelu: 'x·Φ(x)',
  silu: 'x·σ(x)',
  mish: 'x·tanh(ln(1 + eˣ))',
  sigmoid: '1 / (1 + e⁻ˣ)',
  hardSigmoid: 'clamp(x/6 + ½, 0, 1)',
  hardSilu: 'x·clamp(x/6 + ½, 0, 1)',
  tanh: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
  softplus: 'ln(1 + eˣ)',
  softsign: 'x / (1 + |x|)',
  exponential: 'eˣ',
  softmax: 'eˣ / Σ eˣ',
};

/** Below or at zero these give exactly zero and no gradient: their units can die. */
export function canDie(name: ActivationName): boolean {
  return name === 'relu' || name === 'relu6';
}

/**
 * Where an activation is flat: a unit is saturated on a sample when its output lies within `margin` of a bound.
 * 0.01 of the range: |tanh| > 0.98 or sigmoid outside [0.01, 0.99], where the gradient is under a twenty-fifth of its largest.
 */
export function saturationBounds(name: ActivationName): { readonly low: number; readonly high: number } | null {
  switch (name) {
    case 'sigmoid':
    case 'hardSigmoid':
      return { low: 0.01, high: 0.99 };
    case 'tanh':
    case 'softsign':
      return { low: -0.98, high: 0.98 };
    default:
      return null;
  }
}

/** Emits the activation and marks what goes into it as the layer's pre-activation. */
export function lowerActivation(activation: ActivationConfiguration, value: Value, lowering: Lowering): Value {
  if (activation.name === 'linear') return value;
  lowering.preActivation(value);
  if (activation.name === 'softmax') return lowering.emit({ name: 'softmax' }, [value], value.shape);
  return lowering.emit({ name: 'activation', activation }, [value], value.shape);
}
