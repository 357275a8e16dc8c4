// The figures of every step: loss and metrics. On a device they stay there until something is read anyway; where the
// numbers lie in memory they are taken at once.
import type { Kernels, Tensor } from './tfjs/kernels.ts';
import type { Step } from './trainer.ts';

/** Figures that wait on the device. */
export interface PendingFigures {
  readonly tensors: readonly Tensor[];
  readonly steps: readonly { readonly step: number; readonly samples: number }[];
}

export class Trail {
  readonly #kernels: Kernels;
  readonly #width: number;
  #waiting: { step: number; samples: number; figures: readonly Tensor[] }[] = [];
  #losses: number[] = [];
  #sums: Float64Array;
  #samples = 0;
  #lastLoss = Number.NaN;
  #firstBad: { readonly step: number; readonly loss: number } | null = null;

  /** `width`: figures a step has. */
  constructor(kernels: Kernels, width: number) {
    this.#kernels = kernels;
    this.#width = width;
    this.#sums = new Float64Array(width);
  }

  add({ step, samples, figures }: Pick<Step, 'step' | 'samples' | 'figures'>): void {
    const values = figures.map((tensor) => this.#kernels.peek(tensor)?.[0]);
    if (values.every((value) => value !== undefined)) this.#record(step, samples, values);
    else this.#waiting.push({ step, samples, figures: figures.map((tensor) => this.#kernels.keep(tensor)) });
  }

  /** What must be read back to be up to date. The caller reads it, gives it to `settle`, and does so in order. */
  takePending(): PendingFigures {
    const waiting = this.#waiting;
    this.#waiting = [];
    return { tensors: waiting.flatMap(({ figures }) => figures), steps: waiting };
  }

  settle({ tensors, steps }: PendingFigures, values: Float32Array): void {
    steps.forEach(({ step, samples }, index) => {
      this.#record(step, samples, [...values.subarray(index * this.#width, (index + 1) * this.#width)]);
    });
    for (const tensor of tensors) this.#kernels.release(tensor);
  }

  /** The first step whose loss was not finite. */
  get firstBad(): { readonly step: number; readonly loss: number } | null {
    return this.#firstBad;
  }

  /** Loss of the newest step that is settled; NaN before the first. */
  get lastLoss(): number {
    return this.#lastLoss;
  }

  /** Losses since this was last called. */
  takeLosses(): Float32Array {
    const losses = Float32Array.from(this.#losses);
    this.#losses = [];
    return losses;
  }

  /** Means over the samples since this was last called. */
  takeMeans(): readonly number[] {
    const means = [...this.#sums].map((sum) => sum / this.#samples);
    this.#sums = new Float64Array(this.#width);
    this.#samples = 0;
    return means;
  }

  dispose(): void {
    for (const { figures } of this.#waiting) for (const tensor of figures) this.#kernels.release(tensor);
    this.#waiting = [];
  }

  #record(step: number, samples: number, values: readonly number[]): void {
    const [loss = Number.NaN] = values;
    if (!Number.isFinite(loss)) this.#firstBad ??= { step, loss };
    this.#losses.push(loss);
    this.#lastLoss = loss;
    this.#samples += samples;
    for (let index = 0; index < this.#width; index++)
      this.#sums[index] = (this.#sums[index] as number) + (values[index] as number) * samples;
  }
}
