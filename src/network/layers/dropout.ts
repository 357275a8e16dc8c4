// Dropout: while training, zeroes values with probability `rate` and scales the rest by 1/(1 − rate), so that the
// expected sum stays (keras/src/layers/regularization/dropout.py). Does nothing at inference.
import { defineLayerType } from '../layer-type.ts';

type DropoutConfiguration = {
  readonly rate: number | null;
};

export const dropout = defineLayerType<DropoutConfiguration>({
  name: 'Dropout',
  outputShape({ rate }, [input = []]) {
    if (rate !== null && !(rate >= 0 && rate < 1)) return { message: `needs a rate from 0 to below 1, but has ${rate}` };
    return input;
  },
  weights: () => [],
  lower({ rate }, [x], lowering) {
    if (!x || rate === null) throw new Error('its rate is not known');
    return rate === 0 ? x : lowering.emit({ name: 'dropout', rate }, [x], x.shape);
  },
});
