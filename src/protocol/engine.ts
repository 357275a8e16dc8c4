// What the host and an engine worker say to each other. The engine stands in a Node worker thread or in a browser
// worker of the webview; the messages are the same.
import type { Dataset } from '../data/dataset.ts';
import type { Network } from '../network/network.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Checkpoint, EpochRecord, Frame, FrameLayout, Quantity } from './frame.ts';

/** What executes a step. `wasm` is named by the design and not there yet. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** All that a run needs. Plain data: it crosses threads as it is. */
export interface RunSpecification {
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly dataset: Dataset;
  readonly backend: BackendName;
  /** The plan's seed, or the one that the host drew. */
  readonly seed: number;
  /** What to measure; none costs nothing. */
  readonly probes: readonly Quantity[];
  /** A frame at least this often, in milliseconds of training; every step makes one when 0. */
  readonly frameInterval: number;
  /** And at least this many in the whole run, however fast it is, so that its history has a shape. One if absent. */
  readonly framesAtLeast?: number;
  /** Start paused, before the first step. */
  readonly paused?: boolean;
}

export interface RunStart {
  readonly backend: BackendName;
  /** The adapter or processor as the backend calls it: `SwiftShader`, `TF.js CPU`. */
  readonly device: string;
  readonly layout: FrameLayout;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Samples in one pass over the training data: the window in which a unit must fire not to be dead. */
  readonly windowSamples: number;
  /** All weights before the first step. */
  readonly initial: Checkpoint;
}

/** Why a run ended. */
export type RunEnd =
  | { readonly reason: 'finished' | 'stopped' }
  /** A loss or weight that is not a number: training stopped at this step, and the last frame before it was kept. */
  | { readonly reason: 'nonFinite'; readonly message: string }
  | { readonly reason: 'failed'; readonly message: string };

export interface RunSummary {
  readonly end: RunEnd;
  readonly steps: number;
  readonly seconds: number;
  /**
   * Mean loss and metrics over the whole training set with the final weights, dropout off; over as much of it as two
   * seconds allow when the run was stopped; NaN and none when it failed.
   */
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly final: Checkpoint;
}

export type RunControl = 'pause' | 'resume' | 'step' | 'stop';

/** Host → engine. */
export type HostToEngine = {
  readonly requests: {
    /** Which backends can run here, best first; software adapters only if asked. */
    readonly backends: {
      readonly parameters: { readonly allowSoftwareAdapter: boolean };
      readonly result: readonly { readonly name: BackendName; readonly device: string }[];
    };
    /** Prepares a run and starts it. One run at a time: a second start is refused. */
    readonly start: { readonly parameters: RunSpecification; readonly result: RunStart };
    /** Takes effect between two steps; the result is the step at which it did. */
    readonly control: { readonly parameters: RunControl; readonly result: { readonly step: number } };
    /** All weights now. */
    readonly checkpoint: { readonly parameters: null; readonly result: Checkpoint };
    /** The sample whose activations `sampleActivation` shows: an index into the dataset. Answers with a fresh frame. */
    readonly chooseSample: { readonly parameters: number; readonly result: Frame | null };
    /** The outputs of the network for these inputs, dropout off: one array an output. */
    readonly predict: {
      readonly parameters: { readonly shape: readonly number[]; readonly values: Float32Array };
      readonly result: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
    };
  };
  readonly events: Record<never, never>;
};

/** Engine → host. */
export type EngineToHost = {
  readonly requests: Record<never, never>;
  readonly events: {
    readonly frame: Frame;
    readonly epoch: EpochRecord;
    readonly end: RunSummary;
  };
};
