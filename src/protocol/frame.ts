// A frame: one snapshot of all probes at one step. Its numbers are one Float32Array; a layout, sent once a run, says
// what stands where. A frame is whole: whoever misses one misses nothing that the next does not show.

/** What a probe measures. Each line: the shape of its section and the meaning of its numbers. */
export type Quantity =
  /** `[6]` per layer: mean, standard deviation, minimum, maximum, fraction of exact zeros, saturated fraction (NaN where the activation has no flat parts), over the batch. */
  | 'activationSummary'
  /** `[2 + bins]` per layer: lower edge, upper edge, then the count of the batch's activations in each bin of equal width. */
  | 'activationHistogram'
  /** `[units]` per layer: mean over batch (and positions) of each unit's activation. A unit is an entry of the last dimension. */
  | 'unitMean'
  /** `[units]` per layer with an activation that can die: samples seen since the unit last gave a value above zero. */
  | 'unitSilence'
  /** `[…]` per layer: its output for the chosen sample, whole, where it has at most `sampleLimit` values. */
  | 'sampleActivation'
  /** `[4]` per layer with weights: L2 norm of the gradient over all its weights, mean and maximum of its magnitude, L2 norm of the loss's gradient by the layer's output (by its pre-activation where the loss is computed from that). */
  | 'gradientSummary'
  /** `[3]` per layer with weights: L2 norms of the last update and of the weights, and their ratio. */
  | 'updateSummary'
  /** `[…]` per weight of at most `weightLimit` values: the values after this step. */
  | 'weightValues'
  /** `[…]` likewise: the gradient of this step's loss. */
  | 'weightGradient'
  /** `[6]` per weight: mean, standard deviation, minimum, maximum, L2 norm, L2 norm of the difference to the initial values. */
  | 'weightSummary';

/** Positions in `activationSummary`, `gradientSummary`, `updateSummary` and `weightSummary`. */
export const activationSummary = { mean: 0, deviation: 1, minimum: 2, maximum: 3, zeroFraction: 4, saturatedFraction: 5 } as const;
export const gradientSummary = { norm: 0, meanMagnitude: 1, maximumMagnitude: 2, activationNorm: 3 } as const;
export const updateSummary = { updateNorm: 0, weightNorm: 1, ratio: 2 } as const;
export const weightSummary = { mean: 0, deviation: 1, minimum: 2, maximum: 3, norm: 4, distance: 5 } as const;

export const histogramBins = 32;
/** A layer's output for one sample is sent whole up to this many values. */
export const sampleLimit = 32_768;
/** A weight tensor is sent whole in every frame up to this many values; larger ones are asked for (`weights`). */
export const weightLimit = 65_536;

/** Where one measured tensor stands in a frame's numbers. */
export interface Section {
  readonly quantity: Quantity;
  /** Index of the layer in the network. */
  readonly layer: number;
  /** Index of the weight within its layer, for the quantities of weights. */
  readonly weight?: number;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

export interface FrameLayout {
  readonly sections: readonly Section[];
  /** Count of numbers in a frame. */
  readonly length: number;
}

export interface Frame {
  /** Updates made so far: the first update makes step 1. Step 0 is the frame before training. */
  readonly step: number;
  /** Epochs completed, with the fraction of the current one: 2.5 is half-way through the third. */
  readonly epoch: number;
  /** Seconds of training, pauses left out. */
  readonly seconds: number;
  /** Loss of this step's batch, before its update. NaN at step 0. */
  readonly loss: number;
  readonly learningRate: number;
  /** Index of the sample that `sampleActivation` is of; absent: 0. */
  readonly sample?: number;
  /** Loss of the batch at each step since the last frame, this one included: the last is `loss`. */
  readonly trail: Float32Array;
  /** As the layout says. Owns its buffer, so that it can be transferred. */
  readonly numbers: Float32Array;
}

/** What stands at the end of an epoch, as Keras prints it. */
export interface EpochRecord {
  /** 1 for the first. */
  readonly epoch: number;
  readonly step: number;
  /** Mean over the epoch's samples. */
  readonly loss: number;
  /** By the metric's label: mean over the epoch's samples. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly validation?: { readonly loss: number; readonly metrics: Readonly<Record<string, number>> };
}

/** Finds sections; made once a layout. */
export class FrameIndex {
  readonly layout: FrameLayout;
  readonly #sections = new Map<string, Section>();

  constructor(layout: FrameLayout) {
    this.layout = layout;
    for (const section of layout.sections) this.#sections.set(key(section.quantity, section.layer, section.weight), section);
  }

  section(quantity: Quantity, layer: number, weight?: number): Section | undefined {
    return this.#sections.get(key(quantity, layer, weight));
  }

  /** The numbers of one section of `frame`, without copying; undefined where the layer has none. */
  read(frame: Pick<Frame, 'numbers'>, quantity: Quantity, layer: number, weight?: number): Float32Array | undefined {
    const section = this.section(quantity, layer, weight);
    return section && frame.numbers.subarray(section.offset, section.offset + section.length);
  }
}

/** Samples that `step` steps have gone over: an epoch's last batch holds what is left of its `windowSamples`. */
export function samplesSeen(step: number, windowSamples: number, batchSize: number): number {
  const stepsPerEpoch = Math.ceil(windowSamples / batchSize);
  return Math.floor(step / stepsPerEpoch) * windowSamples + (step % stepsPerEpoch) * batchSize;
}

/**
 * The silence from which a unit counts as dead: it fired on no sample of the last whole pass over the data, nor since. Less would not
 * do: with shuffling, the last `windowSamples` samples in mid-pass need not be all there are. Infinity before the first pass is over.
 */
export function silenceOfDead(samplesSeen: number, windowSamples: number): number {
  return samplesSeen < windowSamples ? Number.POSITIVE_INFINITY : windowSamples + (samplesSeen % windowSamples);
}

/** Fraction of a layer's units that are dead; undefined before a pass was seen. */
export function deadFraction(silence: Float32Array, windowSamples: number, samplesSeen: number): number | undefined {
  const bound = silenceOfDead(samplesSeen, windowSamples);
  if (bound === Number.POSITIVE_INFINITY || silence.length === 0) return undefined;
  return silence.reduce((dead, samples) => (samples >= bound ? dead + 1 : dead), 0) / silence.length;
}

/** All weights at one step: one array a weight of each layer, in the network's order, row-major. */
export interface Checkpoint {
  readonly step: number;
  readonly weights: readonly (readonly Float32Array[])[];
}

function key(quantity: Quantity, layer: number, weight = -1): string {
  return `${quantity}/${layer}/${weight}`;
}
