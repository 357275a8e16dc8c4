// What is kept of a run while it goes on: the loss of every step in buckets, one row of figures a kept frame, the
// epochs, and the latest frame. Bounded however long the run is. Pure: host, CLI and webview use the same one.
import { type ActivationName, canDie } from '../network/activations.ts';
import type { Layer, Network } from '../network/network.ts';
import {
  activationSummary,
  deadFraction,
  type EpochRecord,
  type Frame,
  FrameIndex,
  type FrameLayout,
  gradientSummary,
  samplesSeen,
  updateSummary,
} from '../protocol/frame.ts';

/** The figures of one layer at one step; `null` where the layer has none or it is not known yet. */
export interface LayerFigures {
  readonly activationMean: number | null;
  readonly activationStd: number | null;
  readonly deadFraction: number | null;
  readonly saturatedFraction: number | null;
  readonly gradientNorm: number | null;
  readonly updateRatio: number | null;
}

export interface HistoryRow {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly layers: readonly LayerFigures[];
}

/** The losses of the steps from `step` to the next bucket. */
export interface LossBucket {
  readonly step: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly count: number;
}

/** Plain data: what a late dashboard or a file needs to show the whole run. */
export interface HistorySnapshot {
  readonly losses: readonly LossBucket[];
  readonly rows: readonly HistoryRow[];
  readonly epochs: readonly EpochRecord[];
  readonly latest: Frame | null;
}

const bucketLimit = 2_000;
const rowLimit = 2_000;
/** Beyond, every other one of the epochs so far is let go: a small network makes a thousand a second. */
const epochLimit = 10_000;

export class RunHistory {
  readonly #network: Network;
  readonly #index: FrameIndex;
  readonly #windowSamples: number;
  readonly #batchSize: number;
  #losses: LossBucket[] = [];
  #stepsPerBucket = 1;
  #rows: HistoryRow[] = [];
  #rowStride = 1;
  #framesSeen = 0;
  #epochs: EpochRecord[] = [];
  #latest: Frame | null = null;

  /** `windowSamples` as in RunStart: the samples among which a unit must fire not to be dead. */
  constructor(network: Network, layout: FrameLayout, windowSamples: number, batchSize: number) {
    this.#network = network;
    this.#index = new FrameIndex(layout);
    this.#windowSamples = windowSamples;
    this.#batchSize = batchSize;
  }

  /** Goes on from a snapshot, with the same network and layout. */
  restore({ losses, rows, epochs, latest }: HistorySnapshot): void {
    this.#losses = [...losses];
    this.#stepsPerBucket = Math.max(1, ...losses.map(({ count }) => count));
    this.#rows = [...rows];
    this.#epochs = [...epochs];
    this.#latest = latest;
    this.#framesSeen = rows.length;
  }

  get latest(): Frame | null {
    return this.#latest;
  }

  get rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  get epochs(): readonly EpochRecord[] {
    return this.#epochs;
  }

  get losses(): readonly LossBucket[] {
    return this.#losses;
  }

  addFrame(frame: Frame): HistoryRow {
    this.#latest = frame;
    frame.trail.forEach((loss, index) => {
      this.#addLoss(frame.step - frame.trail.length + 1 + index, loss);
    });
    const row = this.#rowOf(frame);
    if (this.#rows.at(-1)?.step === frame.step) this.#rows[this.#rows.length - 1] = row;
    else if (this.#framesSeen++ % this.#rowStride === 0) this.#rows.push(row);
    if (this.#rows.length > rowLimit) {
      this.#rows = this.#rows.filter((_row, index) => index % 2 === 0);
      this.#rowStride *= 2;
    }
    return row;
  }

  addEpoch(record: EpochRecord): void {
    this.#epochs.push(record);
    if (this.#epochs.length > epochLimit) this.#epochs = this.#epochs.filter((_record, index) => index % 2 === 0);
  }

  snapshot(): HistorySnapshot {
    return { losses: [...this.#losses], rows: [...this.#rows], epochs: [...this.#epochs], latest: this.#latest };
  }

  /** The figures of every layer in this frame. */
  figures(frame: Frame): readonly LayerFigures[] {
    return this.#network.layers.map((layer, index) => this.#layerFigures(frame, layer, index));
  }

  #rowOf(frame: Frame): HistoryRow {
    const { step, epoch, loss, learningRate } = frame;
    return { step, epoch, loss, learningRate, layers: this.figures(frame) };
  }

  #layerFigures(frame: Frame, layer: Layer, index: number): LayerFigures {
    const activation = this.#index.read(frame, 'activationSummary', index);
    const gradient = this.#index.read(frame, 'gradientSummary', index);
    const update = this.#index.read(frame, 'updateSummary', index);
    const silence = canUnitsDie(layer) ? this.#index.read(frame, 'unitSilence', index) : undefined;
    const seen = samplesSeen(frame.step, this.#windowSamples, this.#batchSize);
    return {
      activationMean: figure(activation?.[activationSummary.mean]),
      activationStd: figure(activation?.[activationSummary.deviation]),
      deadFraction: figure(silence && deadFraction(silence, this.#windowSamples, seen)),
      saturatedFraction: figure(activation?.[activationSummary.saturatedFraction]),
      gradientNorm: figure(gradient?.[gradientSummary.norm]),
      updateRatio: figure(update?.[updateSummary.ratio]),
    };
  }

  #addLoss(step: number, loss: number): void {
    const last = this.#losses.at(-1);
    if (last && last.count < this.#stepsPerBucket)
      this.#losses[this.#losses.length - 1] = merge(last, { step, minimum: loss, maximum: loss, mean: loss, count: 1 });
    else this.#losses.push({ step, minimum: loss, maximum: loss, mean: loss, count: 1 });
    if (this.#losses.length > bucketLimit) {
      const halved: LossBucket[] = [];
      for (let index = 0; index < this.#losses.length; index += 2) {
        const [first, second] = [this.#losses[index] as LossBucket, this.#losses[index + 1]];
        halved.push(second ? merge(first, second) : first);
      }
      this.#losses = halved;
      this.#stepsPerBucket *= 2;
    }
  }
}

/** A layer's units can die when its activation gives exactly zero without gradient. */
export function canUnitsDie(layer: Layer): boolean {
  if (layer.type === 'ReLU') return true;
  const activation = layer.configuration['activation'];
  const name = activation && typeof activation === 'object' && 'name' in activation ? activation['name'] : null;
  return typeof name === 'string' && canDie(name as ActivationName);
}

function merge(first: LossBucket, second: LossBucket): LossBucket {
  const count = first.count + second.count;
  return {
    step: first.step,
    minimum: Math.min(first.minimum, second.minimum),
    maximum: Math.max(first.maximum, second.maximum),
    mean: (first.mean * first.count + second.mean * second.count) / count,
    count,
  };
}

function figure(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
