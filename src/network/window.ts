// Windows that slide over positions: what convolutions and poolings share. Sizes as keras/src/ops/operation_utils.py
// (compute_conv_output_shape, compute_pooling_output_shape) has them.
import type { Refusal } from './network.ts';
import type { PaddingName } from './program.ts';
import { type Dimension, formatShape, type Shape } from './shape.ts';

/** Where the channels stand; Keras's own spellings. Absent in a configuration: last. */
export type DataFormat = 'channels_last' | 'channels_first';

export interface SlidingWindow {
  /** One size a spatial dimension. */
  readonly size: readonly Dimension[];
  readonly strides: readonly Dimension[];
  readonly dilation: readonly Dimension[];
  /** `causal` pads before the first position only, so that no position sees a later one. */
  readonly padding: PaddingName | 'causal' | null;
}

const spatialNames = [[], ['steps'], ['height', 'width'], ['depth', 'height', 'width']] as const;

/** Takes `[batch, …positions, channels]` apart, wherever the channels stand; a refusal for another count of dimensions. */
export function splitPositions(
  input: Shape,
  rank: 1 | 2,
  dataFormat: DataFormat | null | undefined,
): { readonly batch: Dimension; readonly positions: Shape; readonly channels: Dimension } | Refusal {
  if (input.length !== rank + 2) {
    const names = spatialNames[rank];
    const needed = dataFormat === 'channels_first' ? ['batch', 'channels', ...names] : ['batch', ...names, 'channels'];
    const what = rank === 2 ? 'images' : 'sequences';
    return { message: `takes ${what} [${needed.join(', ')}], but gets ${formatShape(input)}` };
  }
  const batch = input[0] ?? null;
  if (dataFormat === 'channels_first') return { batch, positions: input.slice(2), channels: input[1] ?? null };
  // An unread data format leaves open which of the sizes are positions.
  if (dataFormat === null) return { batch, positions: input.slice(2).map(() => null), channels: null };
  return { batch, positions: input.slice(1, -1), channels: input.at(-1) ?? null };
}

/** The inverse of `splitPositions`. */
export function joinPositions(batch: Dimension, positions: Shape, channels: Dimension, dataFormat: DataFormat | null | undefined): Shape {
  return dataFormat === 'channels_first' ? [batch, channels, ...positions] : [batch, ...positions, channels];
}

/** Number of places that the window takes in each dimension; a refusal when it fits nowhere. `what`: `kernel`, `pool`. */
export function slide(positions: Shape, window: SlidingWindow, what: string): Shape | Refusal {
  const places = positions.map((position, axis) => countPlaces(position, window, axis));
  if (places.some((count) => count !== null && count < 1)) {
    const effective = window.size.map((_size, axis) => extent(window, axis));
    const dilated = window.dilation.some((rate) => rate !== 1) ? ` (${times(window.size)} dilated by ${times(window.dilation)})` : '';
    return { message: `${what} ${times(effective)}${dilated} does not fit in ${times(positions)} with valid padding` };
  }
  return places;
}

/** `3×3`, `?×3`. */
export function times(sizes: readonly Dimension[]): string {
  return sizes.map((size) => size ?? '?').join('×');
}

function countPlaces(position: Dimension, window: SlidingWindow, axis: number): Dimension {
  const stride = window.strides[axis] ?? null;
  if (position === null || stride === null || window.padding === null) return null;
  if (window.padding !== 'valid') return Math.ceil(position / stride);
  const covered = extent(window, axis);
  return covered === null ? null : Math.floor((position - covered) / stride) + 1;
}

/** Positions from the window's first to its last, dilation counted. */
function extent({ size, dilation }: SlidingWindow, axis: number): Dimension {
  const [count = null, rate = null] = [size[axis], dilation[axis]];
  return count === null || rate === null ? null : (count - 1) * rate + 1;
}
