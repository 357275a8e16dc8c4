// GlobalAveragePooling and GlobalMaxPooling: one number a channel (keras/src/layers/pooling/base_global_pooling.py).
import { defineLayerType } from '../layer-type.ts';
import { type DataFormat, joinPositions, splitPositions } from '../window.ts';

type GlobalPoolingConfiguration = {
  /** Keeps the spatial dimensions, with size 1. Absent: false. */
  readonly keepdims?: boolean | null;
  readonly dataFormat?: DataFormat | null;
};

export const globalAveragePooling1D = globalPooling('GlobalAveragePooling1D', 1, 'globalAveragePool');
export const globalAveragePooling2D = globalPooling('GlobalAveragePooling2D', 2, 'globalAveragePool');
export const globalMaxPooling1D = globalPooling('GlobalMaxPooling1D', 1, 'globalMaxPool');
export const globalMaxPooling2D = globalPooling('GlobalMaxPooling2D', 2, 'globalMaxPool');

function globalPooling(name: string, rank: 1 | 2, operation: 'globalAveragePool' | 'globalMaxPool') {
  return defineLayerType<GlobalPoolingConfiguration>({
    name,

    /** `[batch, …positions, channels]` → `[batch, channels]`. */
    outputShape({ keepdims, dataFormat }, [input = []]) {
      const split = splitPositions(input, rank, dataFormat);
      if ('message' in split) return split;
      if (!keepdims) return [split.batch, split.channels];
      return joinPositions(
        split.batch,
        split.positions.map(() => 1),
        split.channels,
        dataFormat,
      );
    },

    weights: () => [],

    lower({ keepdims, dataFormat }, [x], lowering) {
      if (!x) throw new Error(`${name} is lowered with an input.`);
      if (dataFormat === 'channels_first') throw new Error('channels_first data cannot be trained yet; channels_last can');
      const channels = x.shape.at(-1) ?? null;
      const pooled = lowering.emit({ name: operation }, [x], [null, channels]);
      if (!keepdims || channels === null) return pooled;
      const shape = [...x.shape.slice(1, -1).map(() => 1), channels];
      return lowering.emit({ name: 'reshape', shape }, [pooled], [null, ...shape]);
    },
  });
}
