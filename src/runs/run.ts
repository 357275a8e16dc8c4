// One training execution as its host sees it: it starts the engine, keeps the history, and tells whoever listens.
// Knows neither VS Code nor where the engine runs.

import { type Dataset, sampleCount } from '../data/dataset.ts';
import { checkFit } from '../data/fit-check.ts';
import { checkDataset } from '../diagnose/data/index.ts';
import { checkRun } from '../diagnose/dynamic/index.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Network } from '../network/network.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Channel, Disposable } from '../protocol/channel.ts';
import type { RunDescription, RunStatus, RunView } from '../protocol/dashboard.ts';
import { Emitter } from '../protocol/emitter.ts';
import type { BackendName, EngineToHost, HostToEngine, RunControl, RunEnd, RunSummary } from '../protocol/engine.ts';
import { type Checkpoint, type EpochRecord, type Frame, FrameIndex, type Quantity } from '../protocol/frame.ts';
import type { Definition } from '../source/definition.ts';
import { RunHistory } from './history.ts';

/** A link to an engine worker, wherever it runs. `lost` fires when the worker or its place is gone. */
export interface EngineConnection extends Disposable {
  readonly channel: Channel<HostToEngine, EngineToHost>;
  readonly lost: (listener: (reason: string) => void) => Disposable;
}

export interface RunRequest {
  readonly name: string;
  readonly file: string;
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly dataset: Dataset;
  readonly backend: BackendName;
  readonly probes: readonly Quantity[];
  /** Milliseconds between frames; every step makes one when 0. */
  readonly frameInterval: number;
  readonly paused?: boolean;
  /** What the network was read from: gives findings their place in the text. */
  readonly definition?: Definition;
}

/** Milliseconds between two diagnoses of a run that goes on. */
const diagnosisInterval = 500;

/** A run that is over before anybody could look has this many frames all the same. */
const framesAtLeast = 200;

/** Every quantity that a frame can hold. */
export const allProbes: readonly Quantity[] = [
  'activationSummary',
  'activationHistogram',
  'unitMean',
  'unitSilence',
  'sampleActivation',
  'gradientSummary',
  'updateSummary',
  'weightValues',
  'weightGradient',
  'weightSummary',
];

export class Run implements Disposable {
  readonly description: RunDescription;
  readonly history: RunHistory;
  readonly #engine: EngineConnection;
  readonly #subscriptions: Disposable[] = [];
  readonly #frames = new Emitter<Frame>();
  readonly #epochs = new Emitter<EpochRecord>();
  readonly #statuses = new Emitter<RunStatus>();
  readonly #findingLists = new Emitter<readonly Finding[]>();
  readonly #definition: Definition | undefined;
  readonly #index: FrameIndex;
  readonly #dataFindings: readonly Finding[];
  #diagnosed = 0;
  #status: RunStatus;
  #stale = false;
  #end: RunEnd | null = null;
  #summary: RunSummary | null = null;
  #findings: readonly Finding[] = [];

  readonly onFrame = this.#frames.event;
  readonly onEpoch = this.#epochs.event;
  /** Fires when the status, the staleness or the end changes. */
  readonly onStatus = this.#statuses.event;
  readonly onFindings = this.#findingLists.event;

  /**
   * Starts a run on `engine`, which the run owns from then on. Rejects, and disposes the engine, when it cannot start or is
   * lost before it has; the Error's message is for people. A plan without a seed gets one drawn here.
   */
  static async start(request: RunRequest, engine: EngineConnection): Promise<Run> {
    const seed = request.plan.seed ?? Math.floor(Math.random() * 2 ** 31);
    // Frames may come before the answer to `start` is handled: they are kept and handed on.
    const early: (() => void)[] = [];
    let run: Run | undefined;
    let gone: string | undefined;
    const forward = <T>(deliver: (to: Run, value: T) => void) => {
      return (value: T) => (run ? deliver(run, value) : early.push(() => deliver(run as Run, value)));
    };
    const subscriptions = [
      engine.channel.on(
        'frame',
        forward<Frame>((to, frame) => to.#receiveFrame(frame)),
      ),
      engine.channel.on(
        'epoch',
        forward<EpochRecord>((to, record) => to.#receiveEpoch(record)),
      ),
      engine.channel.on(
        'end',
        forward<RunSummary>((to, summary) => to.#receiveEnd(summary)),
      ),
      engine.lost((reason) => {
        // Whatever waits for an answer hears why there will be none: `start` itself too.
        engine.channel.dispose(reason);
        gone = reason;
        if (run) run.#lose(reason);
      }),
    ];
    try {
      const { network, plan, dataset, backend, probes, frameInterval, paused = false } = request;
      const start = await engine.channel.request('start', {
        network,
        plan,
        dataset,
        backend,
        seed,
        probes,
        frameInterval,
        framesAtLeast,
        paused,
      });
      if (gone !== undefined) throw new Error(gone);
      const description: RunDescription = {
        id: `${Date.now().toString(36)}-${seed.toString(36)}`,
        name: request.name,
        file: request.file,
        network,
        plan,
        seed,
        provenance: dataset.provenance,
        sampleCount: sampleCount(dataset),
        ...(dataset.featureNames && { featureNames: dataset.featureNames }),
        ...(dataset.targetNames && { targetNames: dataset.targetNames }),
        start,
      };
      run = new Run(description, engine, subscriptions, request);
      for (const deliver of early) deliver();
      return run;
    } catch (error) {
      for (const subscription of subscriptions) subscription.dispose();
      engine.dispose();
      throw error;
    }
  }

  private constructor(description: RunDescription, engine: EngineConnection, subscriptions: Disposable[], request: RunRequest) {
    const { network, start, plan } = description;
    const { dataset, definition, paused = false } = request;
    this.description = description;
    this.history = new RunHistory(network, start.layout, start.windowSamples, plan.batchSize);
    this.#engine = engine;
    this.#subscriptions = subscriptions;
    this.#status = paused ? 'paused' : 'running';
    this.#definition = definition;
    this.#index = new FrameIndex(start.layout);
    this.#dataFindings = [...(definition ? checkFit(definition, dataset, plan) : []), ...checkDataset(dataset, network, definition)];
    this.#findings = this.#dataFindings;
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** True until the run has ended. */
  get active(): boolean {
    return this.#status === 'running' || this.#status === 'paused' || this.#status === 'starting';
  }

  get stale(): boolean {
    return this.#stale;
  }

  get end(): RunEnd | null {
    return this.#end;
  }

  get summary(): RunSummary | null {
    return this.#summary;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Resolves when the run has ended, with how; at once if it has. */
  ended(): Promise<RunEnd> {
    if (this.#end) return Promise.resolve(this.#end);
    return new Promise((resolve) => {
      const subscription = this.onStatus(() => {
        if (!this.#end) return;
        subscription.dispose();
        resolve(this.#end);
      });
    });
  }

  /** Takes effect between two steps. After the end it does nothing. Rejects when the engine is lost meanwhile. */
  async control(action: RunControl): Promise<void> {
    if (!this.active) return;
    await this.#engine.channel.request('control', action);
    if (!this.active || action === 'stop') return;
    this.#setStatus(action === 'resume' ? 'running' : 'paused');
  }

  /** All weights now; after the end the final ones. Rejects when the engine is lost. */
  checkpoint(): Promise<Checkpoint> {
    return this.#summary ? Promise.resolve(this.#summary.final) : this.#engine.channel.request('checkpoint', null);
  }

  /** Shows another sample's activations from the next frame on, and now if the run is paused or has ended. Without an engine nothing can be shown. */
  async chooseSample(sample: number): Promise<void> {
    if (this.#end?.reason === 'failed') return;
    const frame = await this.#engine.channel.request('chooseSample', sample);
    if (frame) this.#receiveFrame(frame);
  }

  /** The network's outputs for these inputs. Rejects when the engine is lost. */
  predict(inputs: { readonly shape: readonly number[]; readonly values: Float32Array }) {
    return this.#engine.channel.request('predict', inputs);
  }

  /** Ends a run that does not stop when asked to, and its engine with it. After the end it does nothing. */
  giveUp(reason: string): void {
    if (!this.active) return;
    this.#engine.dispose();
    this.#lose(reason);
  }

  /** The source has changed (or is again what was trained). */
  markStale(stale: boolean): void {
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.#statuses.fire(this.#status);
  }

  setFindings(findings: readonly Finding[]): void {
    if (JSON.stringify(findings) === JSON.stringify(this.#findings)) return;
    this.#findings = findings;
    this.#findingLists.fire(findings);
  }

  /** The whole run as a dashboard that has just opened, a file or a report takes it. */
  view(): RunView {
    const summary = this.#summary;
    return {
      run: this.description,
      status: this.#status,
      stale: this.#stale,
      history: this.history.snapshot(),
      findings: this.#findings,
      end: this.#end,
      summary: summary && { loss: summary.loss, metrics: summary.metrics, seconds: summary.seconds, steps: summary.steps },
      ...(summary && !this.#framesHoldAllWeights && { final: summary.final }),
    };
  }

  get #framesHoldAllWeights(): boolean {
    const { network, start } = this.description;
    const held = start.layout.sections.filter(({ quantity }) => quantity === 'weightValues').length;
    return held === network.layers.reduce((sum, { weights }) => sum + weights.length, 0);
  }

  /** Stops the engine and lets go of it. */
  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#engine.dispose();
    for (const emitter of [this.#frames, this.#epochs, this.#statuses, this.#findingLists]) emitter.dispose();
  }

  #receiveFrame(frame: Frame): void {
    this.history.addFrame(frame);
    this.#frames.fire(frame);
  }

  #receiveEpoch(record: EpochRecord): void {
    this.history.addEpoch(record);
    this.#epochs.fire(record);
    if (performance.now() - this.#diagnosed >= diagnosisInterval) this.#diagnose();
  }

  #receiveEnd(summary: RunSummary): void {
    this.#summary = summary;
    this.#finish(summary.end);
  }

  #lose(reason: string): void {
    if (this.active)
      this.#finish({ reason: 'failed', message: `${reason} The history up to step ${this.history.latest?.step ?? 0} is kept.` });
  }

  #finish(end: RunEnd): void {
    this.#end = end;
    this.#diagnose();
    const statuses = { finished: 'finished', stopped: 'stopped', nonFinite: 'failed', failed: 'failed' } as const;
    this.#setStatus(statuses[end.reason]);
  }

  #diagnose(): void {
    this.#diagnosed = performance.now();
    this.setFindings([...this.#dataFindings, ...checkRun(this.view(), this.#definition, this.#index)]);
  }

  #setStatus(status: RunStatus): void {
    this.#status = status;
    this.#statuses.fire(status);
  }
}
