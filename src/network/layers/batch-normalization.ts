// BatchNormalization: (x − mean) / √(variance + ε) · gamma + beta per channel. Training takes the batch's own mean and
// variance and lets the moving ones follow; inference takes the moving ones (keras/src/layers/normalization/batch_normalization.py).
import type { Initializer } from '../initializers.ts';
import { defineLayerType } from '../layer-type.ts';
import type { Weight } from '../network.ts';
import { formatShape, type Shape } from '../shape.ts';

type BatchNormalizationConfiguration = {
  /** The dimension of the channels; −1 for the last. Absent: −1. */
  readonly axis?: number | null;
  readonly momentum: number | null;
  readonly epsilon: number | null;
  /** Whether it has beta. */
  readonly center: boolean;
  /** Whether it has gamma. */
  readonly scale: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
  /** False freezes gamma and beta and, as in Keras, makes it take the moving statistics also while training. */
  readonly trainable: boolean;
};

export const batchNormalization = defineLayerType<BatchNormalizationConfiguration>({
  name: 'BatchNormalization',

  outputShape({ axis = -1 }, [input = []]) {
    if (input.length < 2) return { message: `needs at least two dimensions (batch, channels), but gets ${formatShape(input)}` };
    if (axis !== null && (axis === 0 || axis >= input.length || axis < -input.length + 1)) {
      return { message: `normalises axis ${axis}, but gets ${formatShape(input)}` };
    }
    return input;
  },

  weights(configuration, [input = []]) {
    const shape = [channels(configuration, input)];
    const { trainable } = configuration;
    const weights: Weight[] = [];
    if (configuration.scale) weights.push({ name: 'gamma', shape, initializer: configuration.gammaInitializer, trainable });
    if (configuration.center) weights.push({ name: 'beta', shape, initializer: configuration.betaInitializer, trainable });
    weights.push({ name: 'movingMean', shape, initializer: configuration.movingMeanInitializer, trainable: false });
    weights.push({ name: 'movingVariance', shape, initializer: configuration.movingVarianceInitializer, trainable: false });
    return weights;
  },

  arithmetic(configuration, [input = []]) {
    const kinds = 2 + (configuration.scale ? 1 : 0) + (configuration.center ? 1 : 0);
    return `${kinds}·${channels(configuration, input) ?? '?'}`;
  },

  lower({ axis = -1, momentum, epsilon, center, scale, trainable }, [x], lowering) {
    if (!x || momentum === null || epsilon === null) throw new Error('its momentum or epsilon is not known');
    if (axis !== -1 && axis !== x.shape.length - 1) {
      throw new Error(`batch normalization over axis ${axis} of ${formatShape(x.shape)} cannot be trained yet, only over the last one`);
    }
    const inputs = [x, lowering.weight('movingMean'), lowering.weight('movingVariance')];
    if (scale) inputs.push(lowering.weight('gamma'));
    if (center) inputs.push(lowering.weight('beta'));
    return lowering.emit({ name: 'batchNormalization', epsilon, momentum, scale, center, frozen: !trainable }, inputs, x.shape);
  },
});

function channels({ axis = -1 }: BatchNormalizationConfiguration, input: Shape) {
  return axis === null ? null : (input.at(axis) ?? null);
}
