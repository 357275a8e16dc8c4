// What can be seen of a run at any moment between two steps: frames, checkpoints, predictions. Reads, never writes.
import type { Dataset } from '../data/dataset.ts';
import type { Checkpoint, Frame, FrameLayout, Quantity } from '../protocol/frame.ts';
import { type Evaluation, metricLabels, named } from './evaluation.ts';
import { Frames } from './frames.ts';
import { sumAll } from './tfjs/arithmetic.ts';
import { type Arena, count, type Tensor } from './tfjs/kernels.ts';
import { Trail } from './trail.ts';
import type { Step, Trainer } from './trainer.ts';

type Values = { readonly shape: readonly number[]; readonly values: Float32Array };

export class Snapshots {
  readonly #trainer: Trainer;
  readonly #dataset: Dataset;
  readonly #stepsPerEpoch: number;
  readonly #initial: readonly Tensor[];
  readonly #frames: Frames;
  readonly #trail: Trail;
  #sample = 0;

  /** To be made before the first step: the weights of now are the initial ones. */
  constructor(trainer: Trainer, dataset: Dataset, quantities: readonly Quantity[], stepsPerEpoch: number) {
    const { kernels, network, program } = trainer;
    this.#trainer = trainer;
    this.#dataset = dataset;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#initial = trainer.weights.map((weight) => kernels.keep(weight));
    this.#trail = new Trail(kernels, 1 + metricLabels(trainer).length);
    const subject = { kernels, network, program, initial: this.#initial, inferSample: () => this.#inferSample() };
    this.#frames = new Frames(subject, quantities);
  }

  get layout(): FrameLayout {
    return this.#frames.layout;
  }

  /** The first step seen so far whose loss was not finite. */
  get firstBad(): Trail['firstBad'] {
    return this.#trail.firstBad;
  }

  /** Must see every step, once. */
  afterStep(step: Step): void {
    this.#trail.add(step);
    this.#frames.afterStep(step);
  }

  /** The frame of the newest step; `null` when a loss so far or a weight of now is not finite. */
  async frame(step: Step, seconds: number): Promise<Frame | null> {
    const { kernels, plan } = this.#trainer;
    const arena: Arena = { tensors: [] };
    // A weight's sum is finite only if all its values are: one number says so.
    const sums = kernels.within(arena, () => step.after.map((weight) => sumAll(kernels, weight)));
    const pending = this.#trail.takePending();
    const { numbers, extra } = await this.#frames.observe(step, [...sums, ...pending.tensors]);
    kernels.releaseAll(arena);
    this.#trail.settle(pending, extra.subarray(sums.length));
    const finite = extra.subarray(0, sums.length).every((sum) => Number.isFinite(sum));
    if (!finite || this.#trail.firstBad) return null;
    const trail = this.#trail.takeLosses();
    const loss = step.step === 0 ? Number.NaN : this.#trail.lastLoss;
    const { learningRate } = plan.optimizer;
    return { step: step.step, epoch: step.step / this.#stepsPerEpoch, seconds, loss, learningRate, sample: this.#sample, trail, numbers };
  }

  /** Means over the samples since the last call. */
  async means(): Promise<Evaluation> {
    const pending = this.#trail.takePending();
    this.#trail.settle(pending, await this.#trainer.kernels.read(pending.tensors));
    return named(this.#trail.takeMeans(), metricLabels(this.#trainer));
  }

  async checkpoint(): Promise<Checkpoint> {
    const { kernels, weights, step, descriptions } = this.#trainer;
    const values = await kernels.read(weights);
    let from = 0;
    const parts = descriptions.map(({ shape }) => {
      const part = values.slice(from, from + shape.reduce<number>((product, size) => product * Number(size), 1));
      from += part.length;
      return part;
    });
    return { step, weights: this.byLayer(parts) };
  }

  /** One array a weight of the program → one list a layer of the network. */
  byLayer(values: readonly Float32Array[]): readonly (readonly Float32Array[])[] {
    const { network, program } = this.#trainer;
    const layers: Float32Array[][] = network.layers.map(() => []);
    program.weights.forEach(({ layer }, index) => {
      layers[layer]?.push(values[index] ?? new Float32Array());
    });
    return layers;
  }

  /** Throws a RangeError for a sample that the dataset does not have. */
  chooseSample(sample: number): void {
    const samples = this.#dataset.x[0]?.shape[0] ?? 0;
    if (!Number.isInteger(sample) || sample < 0 || sample >= samples) {
      throw new RangeError(`There is no sample ${sample}: the data has ${samples}, counted from 0.`);
    }
    this.#sample = sample;
  }

  /** One array an output, with the weights of now or of a checkpoint. Throws where the input is not of the network's shape. */
  async predict({ shape, values }: Values, checkpoint: Checkpoint | null): Promise<readonly Values[]> {
    const { kernels, network, program } = this.#trainer;
    if (network.inputs.length !== 1)
      throw new Error(`The network has ${network.inputs.length} inputs, and one array cannot be all of them.`);
    const wanted = (network.layers[network.inputs[0] ?? -1]?.outputShape ?? []).slice(1);
    if (wanted.join() !== shape.slice(1).join() || values.length !== shape.reduce((product, size) => product * size, 1)) {
      throw new Error(`The network takes [samples, ${wanted.join(', ')}], but was given ${values.length} values as [${shape.join(', ')}].`);
    }
    const arena: Arena = { tensors: [] };
    const outputs = kernels.within(arena, () => {
      const weights = checkpoint ? this.#upload(checkpoint) : this.#trainer.weights;
      const all = this.#trainer.infer([kernels.tensor(shape, values.slice())], weights);
      return program.outputs.map((node) => all[node] as Tensor);
    });
    const read = await kernels.read(outputs);
    kernels.releaseAll(arena);
    let from = 0;
    return outputs.map((output) => {
      const part = read.slice(from, from + count(output));
      from += part.length;
      return { shape: output.shape, values: part };
    });
  }

  dispose(): void {
    this.#frames.dispose();
    this.#trail.dispose();
    for (const weight of this.#initial) this.#trainer.kernels.release(weight);
  }

  #upload({ weights }: Checkpoint): readonly Tensor[] {
    const { kernels, program, descriptions } = this.#trainer;
    return program.weights.map(({ layer, weight }, index) => {
      const values = weights[layer]?.[weight] ?? new Float32Array();
      return kernels.tensor((descriptions[index]?.shape ?? []).map(Number), values.slice());
    });
  }

  #inferSample(): readonly Tensor[] {
    const { kernels } = this.#trainer;
    const inputs = this.#dataset.x.map(({ shape, values }) => {
      const size = values.length / (shape[0] ?? 1);
      return kernels.tensor([1, ...shape.slice(1)], values.slice(this.#sample * size, (this.#sample + 1) * size));
    });
    return this.#trainer.infer(inputs);
  }
}
