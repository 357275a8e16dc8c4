// Conducts one run: epochs, batches, when a frame is due, control between two steps, and how it ends. Knows neither where
// its messages come from nor which backend works.
import type { Dataset } from '../data/dataset.ts';
import { createRandom, type Random } from '../network/random.ts';
import type { RunControl, RunEnd, RunSpecification, RunStart, RunSummary } from '../protocol/engine.ts';
import type { Checkpoint, EpochRecord, Frame } from '../protocol/frame.ts';
import { batchesPerEpoch, epochOrder, gatherBatch, type HostBatch, type Samples, splitSamples } from './batches.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { describeNonFinite } from './non-finite.ts';
import { checkNetwork, fitDataset, initialWeights, randomStreams } from './preparation.ts';
import { Snapshots } from './snapshots.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Kernels } from './tfjs/kernels.ts';
import { type Step, Trainer } from './trainer.ts';
import { nextTurn } from './turn.ts';

/** Training goes on this long, in milliseconds, before waiting messages are handled. */
const turnLength = 10;
/** Steps in a turn, however short they are. */
const stepsLimit = 1_024;
/** How long a run that was stopped may still evaluate its final weights, in milliseconds. */
const lastEvaluation = 2_000;

export interface RunListener {
  frame(frame: Frame): void;
  epoch(record: EpochRecord): void;
  end(summary: RunSummary): void;
}

export class Run {
  /** What the host is told when the run begins. */
  readonly start: RunStart;
  readonly #specification: RunSpecification;
  readonly #dataset: Dataset;
  readonly #listener: RunListener;
  readonly #trainer: Trainer;
  readonly #snapshots: Snapshots;
  readonly #training: Samples;
  readonly #validation: Samples | null;
  readonly #shuffling: Random;
  readonly #watch = new Stopwatch();
  readonly #stepsPerFrame: number;
  #order: Uint32Array = new Uint32Array();
  /** The newest step whose figures are good, with its tensors. */
  #current: Step | null = null;
  #framedStep = -1;
  #framedAt = 0;
  #paused: boolean;
  #stopping = false;
  #failure: string | null = null;
  #final: Checkpoint | null = null;
  #disposed = false;
  /** Single steps that were asked for, and whom to tell. */
  #asked: (() => void)[] = [];
  #wake: () => void = () => {};

  /** Throws an Error, in a sentence or two, for a specification that cannot be trained. */
  constructor(kernels: Kernels, specification: RunSpecification, listener: RunListener) {
    const { network, plan, seed } = specification;
    checkNetwork(network, plan);
    this.#dataset = fitDataset(network, plan, specification.dataset);
    const { training, validation } = splitSamples(this.#dataset, plan.validationSplit);
    if (training.count === 0) throw new Error(`A validation split of ${plan.validationSplit} leaves no samples to train on.`);
    this.#specification = specification;
    this.#listener = listener;
    this.#training = training;
    this.#validation = validation;
    this.#paused = specification.paused ?? false;
    this.#shuffling = createRandom(seed, randomStreams.shuffling);
    const stepsPerEpoch = batchesPerEpoch(training, plan.batchSize);
    const initial = initialWeights(network, seed);
    this.#stepsPerFrame = Math.ceil((stepsPerEpoch * plan.epochs) / (specification.framesAtLeast ?? 1));
    this.#trainer = new Trainer(kernels, network, plan, initial, createRandom(seed, randomStreams.dropout));
    this.#snapshots = new Snapshots(this.#trainer, this.#dataset, specification.probes, stepsPerEpoch);
    this.start = {
      backend: kernels.backend,
      device: kernels.device,
      layout: this.#snapshots.layout,
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * plan.epochs,
      windowSamples: training.count,
      initial: { step: 0, weights: this.#snapshots.byLayer(initial) },
    };
  }

  /** Trains until it is over; then the listener has its end. Never rejects. */
  async conduct(): Promise<void> {
    let end: RunEnd;
    try {
      end = await this.#train();
    } catch (error) {
      // A device that was lost fails what waited for it before it says so.
      await nextTurn();
      end = { reason: 'failed', message: this.#failure ?? (error instanceof Error ? error.message : String(error)) };
    }
    this.#watch.stop();
    const summary = await this.#summarize(end);
    this.#final = summary.final;
    // What ended well can still be looked at, sample by sample; a lost device has nothing to show.
    if (end.reason === 'failed') this.dispose();
    for (const tell of this.#asked) tell();
    this.#listener.end(summary);
  }

  /** Takes effect between two steps; resolves with the step at which it did. After the end it changes nothing. */
  async control(control: RunControl): Promise<{ readonly step: number }> {
    if (!this.#final) await this.#obey(control);
    return { step: this.#trainer.step };
  }

  /** Ends the run from outside: its device was lost. */
  fail(message: string): void {
    this.#failure = message;
    this.#wake();
  }

  async checkpoint(): Promise<Checkpoint> {
    return this.#final ?? this.#snapshots.checkpoint();
  }

  /** A fresh frame of the newest step, with this sample, also after the end; `null` when there is nothing left to look at. */
  async chooseSample(sample: number): Promise<Frame | null> {
    this.#snapshots.chooseSample(sample);
    return this.#current ? this.#snapshots.frame(this.#current, this.#watch.elapsed / 1_000) : null;
  }

  predict(input: Parameters<Snapshots['predict']>[0]): ReturnType<Snapshots['predict']> {
    return this.#snapshots.predict(input, this.#final);
  }

  /** Lets go of everything on the device. Only after the end; `checkpoint` and `predict` still answer then. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#releaseCurrent();
    this.#snapshots.dispose();
    this.#trainer.dispose();
    this.#trainer.kernels.releaseConstants();
  }

  async #obey(control: RunControl): Promise<void> {
    switch (control) {
      case 'pause':
        this.#paused = true;
        break;
      case 'resume':
        this.#paused = false;
        break;
      case 'stop':
        this.#stopping = true;
        break;
      case 'step':
        this.#paused = true;
        await new Promise<void>((resolve) => {
          this.#asked.push(resolve);
          this.#wake();
        });
        break;
      default:
        control satisfies never;
    }
    this.#wake();
  }

  async #train(): Promise<RunEnd> {
    const { totalSteps } = this.start;
    this.#startEpoch();
    this.#current = this.#trainer.look(this.#batchAt(0));
    const bad = await this.#emitFrame();
    if (bad) return bad;
    let stepsPerTurn = 1;
    while (this.#trainer.step < totalSteps) {
      await nextTurn();
      if (this.#failure !== null) return { reason: 'failed', message: this.#failure };
      if (this.#stopping) return { reason: 'stopped' };
      if (this.#paused && this.#asked.length === 0) {
        const end = await this.#rest();
        if (end) return end;
        continue;
      }
      this.#watch.start();
      const began = performance.now();
      const end = await this.#turn(stepsPerTurn);
      if (end) return end;
      await this.#trainer.kernels.settled();
      // A device works behind what it is told: how long a turn takes is known only when it has settled.
      const length = performance.now() - began;
      if (length > 2 * turnLength) stepsPerTurn = Math.max(1, stepsPerTurn >> 1);
      else if (length < turnLength) stepsPerTurn = Math.min(2 * stepsPerTurn, stepsLimit);
    }
    return { reason: 'finished' };
  }

  /** Up to `steps` steps, as many as fit into a turn; one if paused. An end when something was not finite. */
  async #turn(steps: number): Promise<RunEnd | null> {
    const began = performance.now();
    for (let taken = 0; taken < steps && performance.now() - began < turnLength; taken++) {
      const tell = this.#paused ? this.#asked.shift() : undefined;
      if (this.#paused && !tell) break;
      const end = await this.#advance(tell !== undefined);
      if (!end && this.#trainer.step % this.start.stepsPerEpoch === 0) await this.#endEpoch();
      tell?.();
      if (end || this.#trainer.step === this.start.totalSteps) return end;
    }
    return null;
  }

  /** One step, and a frame when it is due. */
  async #advance(showIt: boolean): Promise<RunEnd | null> {
    const { kernels, step } = this.#trainer;
    // In memory the step before is kept until this one's loss is known: if that is not finite, it is the last good one.
    if (kernels.backend !== 'cpu') this.#releaseCurrent();
    const next = this.#trainer.train(this.#batchAt(step % this.start.stepsPerEpoch));
    if (kernels.backend === 'cpu' && !next.updated) return this.#endNonFinite(next);
    this.#releaseCurrent();
    this.#current = next;
    this.#snapshots.afterStep(next);
    const late = this.#watch.elapsed - this.#framedAt >= this.#specification.frameInterval;
    const due = late || next.step % this.#stepsPerFrame === 0;
    return due || showIt || next.step === this.start.totalSteps ? this.#emitFrame() : null;
  }

  /** Waits, with the newest step shown, until somebody wants something. */
  async #rest(): Promise<RunEnd | null> {
    this.#watch.stop();
    const bad = this.#framedStep === this.#trainer.step ? null : await this.#emitFrame();
    if (bad) return bad;
    const wanted = () => !this.#paused || this.#stopping || this.#failure !== null || this.#asked.length > 0;
    if (!wanted()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return null;
  }

  /** Sends the frame of the newest step; an end instead when its figures or weights are not finite. */
  async #emitFrame(): Promise<RunEnd | null> {
    const step = this.#current;
    if (!step) return null;
    this.#framedAt = this.#watch.elapsed;
    const frame = await this.#snapshots.frame(step, this.#watch.elapsed / 1_000);
    if (!frame) return this.#endNonFinite(step);
    this.#framedStep = frame.step;
    this.#listener.frame(frame);
    return null;
  }

  /** `step`: the one in which it was seen. The last good step gets its frame, if it is not this one and still there. */
  async #endNonFinite(step: Step): Promise<RunEnd> {
    const { kernels } = this.#trainer;
    if (this.#current && this.#current !== step && this.#framedStep !== this.#current.step) await this.#emitFrame();
    const seen = this.#snapshots.firstBad ?? { step: step.step, loss: step.figures[0] && kernels.peek(step.figures[0])?.[0] };
    const what = seen.loss === undefined || Number.isFinite(seen.loss) ? 'a weight is no longer finite' : `the loss is ${seen.loss}`;
    const where = await describeNonFinite(this.#trainer, this.#dataset, step);
    if (this.#current !== step) kernels.releaseAll(step.arena);
    // Numbers of a device that does not do its work are no numbers of the network.
    if (this.#failure !== null) return { reason: 'failed', message: this.#failure };
    return { reason: 'nonFinite', message: `Step ${seen.step}: ${what}. ${where}` };
  }

  async #endEpoch(): Promise<void> {
    const { step } = this.#trainer;
    this.#watch.stop();
    const { loss, metrics } = await this.#snapshots.means();
    const goOn = () => !this.#stopping && this.#failure === null;
    const evaluation = this.#validation ? await evaluate(this.#trainer, this.#validation, goOn) : null;
    // Broken off, it would speak of some of the samples only.
    const validation = goOn() ? evaluation : null;
    const epoch = Math.round(step / this.start.stepsPerEpoch);
    this.#listener.epoch({ epoch, step, loss, metrics, ...(validation && { validation }) });
    if (step < this.start.totalSteps) this.#startEpoch();
    this.#watch.start();
  }

  #startEpoch(): void {
    this.#order = epochOrder(this.#training.count, this.#specification.plan.shuffle ? this.#shuffling : null);
  }

  /** Batch number `index` of this epoch; the last may be smaller. */
  #batchAt(index: number): HostBatch {
    const { batchSize } = this.#specification.plan;
    const from = index * batchSize;
    return gatherBatch(this.#training, this.#order, from, Math.min(from + batchSize, this.#training.count));
  }

  async #summarize(end: RunEnd): Promise<RunSummary> {
    const unknown: Evaluation = { loss: Number.NaN, metrics: {} };
    const base = { end, steps: this.#trainer.step, seconds: this.#watch.elapsed / 1_000 };
    try {
      const final = await this.#snapshots.checkpoint();
      const until = performance.now() + lastEvaluation;
      const goOn = () => !this.#stopping || performance.now() < until;
      const worthwhile = end.reason === 'finished' || end.reason === 'stopped';
      return { ...base, ...(worthwhile ? await evaluate(this.#trainer, this.#training, goOn) : unknown), final };
    } catch {
      // The device is gone, and its weights with it: the initial ones are all that is left.
      return { ...base, ...unknown, final: this.start.initial };
    }
  }

  #releaseCurrent(): void {
    if (this.#current) this.#trainer.kernels.releaseAll(this.#current.arena);
    this.#current = null;
  }
}
