// ZeroPadding1D/2D and UpSampling2D: more positions without weights (keras/src/layers/reshaping).
import { defineLayerType } from '../layer-type.ts';
import type { Dimension } from '../shape.ts';
import { type DataFormat, joinPositions, splitPositions } from '../window.ts';

type ZeroPaddingConfiguration = {
  /** `[before, after]` for each spatial dimension. */
  readonly padding: readonly (readonly [Dimension, Dimension])[];
  readonly dataFormat?: DataFormat | null;
};

type UpSamplingConfiguration = {
  /** `[height, width]` factors. */
  readonly size: readonly [Dimension, Dimension];
  /** Absent: `nearest`. */
  readonly interpolation?: string | null;
  readonly dataFormat?: DataFormat | null;
};

export const zeroPadding1D = zeroPadding('ZeroPadding1D', 1);
export const zeroPadding2D = zeroPadding('ZeroPadding2D', 2);

export const upSampling2D = defineLayerType<UpSamplingConfiguration>({
  name: 'UpSampling2D',

  outputShape({ size, dataFormat }, [input = []]) {
    const split = splitPositions(input, 2, dataFormat);
    if ('message' in split) return split;
    const positions = split.positions.map((position, axis) => combine(position, size[axis], (count, factor) => count * factor));
    return joinPositions(split.batch, positions, split.channels, dataFormat);
  },

  weights: () => [],

  lower({ size: [height, width], interpolation = 'nearest', dataFormat }, [x], lowering) {
    if (!x || height === null || width === null) throw new Error('its factors are not known');
    if (dataFormat === 'channels_first') throw new Error('channels_first data cannot be trained yet; channels_last can');
    if (interpolation !== 'nearest') throw new Error(`upsampling by ${interpolation ?? 'an unknown'} interpolation cannot be trained yet`);
    const [batch = null, rows = null, columns = null, channels = null] = x.shape;
    if (rows === null || columns === null) throw new Error('the size of its input is not known');
    return lowering.emit({ name: 'upSample2d', size: [height, width] }, [x], [batch, rows * height, columns * width, channels]);
  },
});

function zeroPadding(name: string, rank: 1 | 2) {
  return defineLayerType<ZeroPaddingConfiguration>({
    name,

    outputShape({ padding, dataFormat }, [input = []]) {
      const split = splitPositions(input, rank, dataFormat);
      if ('message' in split) return split;
      const positions = split.positions.map((position, axis) => {
        const [before, after] = padding[axis] ?? [null, null];
        return combine(combine(position, before, plus), after, plus);
      });
      return joinPositions(split.batch, positions, split.channels, dataFormat);
    },

    weights: () => [],

    lower({ padding, dataFormat }, [x], lowering) {
      if (!x) throw new Error(`${name} is lowered with an input.`);
      if (dataFormat === 'channels_first') throw new Error('channels_first data cannot be trained yet; channels_last can');
      const known = padding.map(([before, after]) => {
        if (before === null || after === null) throw new Error('its padding is not known');
        return [before, after] as const;
      });
      const positions = x.shape.slice(1, -1).map((position, axis) => {
        const [before, after] = known[axis] ?? [0, 0];
        return combine(combine(position, before, plus), after, plus);
      });
      return lowering.emit({ name: 'pad', padding: known }, [x], [null, ...positions, x.shape.at(-1) ?? null]);
    },
  });
}

function plus(first: number, second: number): number {
  return first + second;
}

function combine(first: Dimension, second: Dimension | undefined, operation: (first: number, second: number) => number): Dimension {
  return first === null || second === null || second === undefined ? null : operation(first, second);
}
