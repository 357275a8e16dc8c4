// MaxPooling and AveragePooling over windows, in one and two dimensions (keras/src/layers/pooling/base_pooling.py).
// An average counts only the positions that exist, not padding, as TensorFlow's does.
import { defineLayerType, isRefusal } from '../layer-type.ts';
import type { PaddingName } from '../program.ts';
import type { Dimension } from '../shape.ts';
import { type DataFormat, joinPositions, slide, splitPositions } from '../window.ts';

/** One entry a spatial dimension. Strides that the source leaves out are the pool's size. */
type PoolingConfiguration = {
  readonly poolSize: readonly Dimension[];
  readonly strides: readonly Dimension[];
  readonly padding: PaddingName | null;
  readonly dataFormat?: DataFormat | null;
};

export const maxPooling1D = pooling('MaxPooling1D', 1, 'maxPool2d');
export const maxPooling2D = pooling('MaxPooling2D', 2, 'maxPool2d');
export const averagePooling1D = pooling('AveragePooling1D', 1, 'averagePool2d');
export const averagePooling2D = pooling('AveragePooling2D', 2, 'averagePool2d');

function pooling(name: string, rank: 1 | 2, operation: 'maxPool2d' | 'averagePool2d') {
  return defineLayerType<PoolingConfiguration>({
    name,

    /** `[batch, …positions, channels]` → `[batch, …places, channels]`. */
    outputShape({ poolSize, strides, padding, dataFormat }, [input = []]) {
      const split = splitPositions(input, rank, dataFormat);
      if ('message' in split) return split;
      const places = slide(split.positions, { size: poolSize, strides, padding, dilation: poolSize.map(() => 1) }, 'pool');
      return isRefusal(places) ? places : joinPositions(split.batch, places, split.channels, dataFormat);
    },

    weights: () => [],

    lower({ poolSize, strides, padding, dataFormat }, [x], lowering) {
      if (!x || padding === null) throw new Error('its padding is not known');
      if (dataFormat === 'channels_first') throw new Error('channels_first data cannot be trained yet; channels_last can');
      const places = slide(x.shape.slice(1, -1), { size: poolSize, strides, padding, dilation: poolSize.map(() => 1) }, 'pool');
      if (isRefusal(places)) throw new Error(places.message);
      const channels = x.shape.at(-1) ?? null;
      const pool = { name: operation, size: pair(poolSize), strides: pair(strides), padding } as const;
      if (rank === 2) return lowering.emit(pool, [x], [null, ...places, channels]);
      // A sequence is an image of height 1.
      const image = [1, ...x.shape.slice(1)];
      const asImage = lowering.emit({ name: 'reshape', shape: image.map(known) }, [x], [null, ...image]);
      const pooled = lowering.emit(pool, [asImage], [null, 1, ...places, channels]);
      const sequence = [...places, channels];
      return lowering.emit({ name: 'reshape', shape: sequence.map(known) }, [pooled], [null, ...sequence]);
    },
  });
}

/** Height and width; a sequence's window is one row high. */
function pair(sizes: readonly Dimension[]): readonly [number, number] {
  const [first = null, second] = sizes;
  return second === undefined ? [1, known(first)] : [known(first), known(second)];
}

function known(size: Dimension): number {
  if (size === null) throw new Error('a size of its window or input is not known');
  return size;
}
