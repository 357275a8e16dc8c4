// What the host and a dashboard (a webview, or the offline report) say to each other. The dashboard speaks first.

import type { Provenance } from '../data/dataset.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Network } from '../network/network.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { HistorySnapshot } from '../runs/history.ts';
import type { RunControl, RunEnd, RunStart } from './engine.ts';
import type { Checkpoint, EpochRecord, Frame } from './frame.ts';

export type RunStatus = 'starting' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** All that a dashboard must know of a run before its first frame. */
export interface RunDescription {
  readonly id: string;
  /** Name of the definition, and its file as people name it. */
  readonly name: string;
  readonly file: string;
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly seed: number;
  readonly provenance: Provenance;
  readonly sampleCount: number;
  readonly featureNames?: readonly string[];
  readonly targetNames?: readonly string[];
  readonly start: RunStart;
}

/** A run as a dashboard that has just opened gets it. Also what a report embeds. */
export interface RunView {
  readonly run: RunDescription;
  readonly status: RunStatus;
  /** The source has changed since the run began. */
  readonly stale: boolean;
  readonly history: HistorySnapshot;
  readonly findings: readonly Finding[];
  readonly end: RunEnd | null;
  /** Final loss and metrics over the training set, once ended. */
  readonly summary: {
    readonly loss: number;
    readonly metrics: Readonly<Record<string, number>>;
    readonly seconds: number;
    readonly steps: number;
  } | null;
  /** All weights at the end, for a report of a network with tensors that frames leave out. */
  readonly final?: Checkpoint;
}

/** Host → dashboard. */
export type HostToDashboard = {
  readonly requests: Record<never, never>;
  readonly events: {
    /** The run to show from now on, whole; `null`: there is none yet. */
    readonly show: RunView | null;
    /** The newest frame. The host sends no more than three that were not `drawn`, then the newest once one was. */
    readonly frame: Frame;
    /** The epochs that ended since the last message: short ones come in hundreds a second. */
    readonly epochs: readonly EpochRecord[];
    readonly status: {
      readonly status: RunStatus;
      readonly stale: boolean;
      readonly end: RunEnd | null;
      readonly summary: RunView['summary'];
    };
    readonly findings: readonly Finding[];
    /** The layer under the editor's cursor; `null` for none. */
    readonly focus: number | null;
    /** A message of the engine channel for the engine worker in this webview (see protocol/engine.ts). */
    readonly engine: unknown;
    /** The engine worker is to end whatever it is at; the next `engine` message starts another. */
    readonly endEngine: null;
  };
};

/** Dashboard → host. */
export type DashboardToHost = {
  readonly requests: {
    /** All weights now, for tensors that frames leave out. */
    readonly checkpoint: { readonly parameters: null; readonly result: Checkpoint | null };
  };
  readonly events: {
    /** Sent once, when the dashboard can receive. */
    readonly ready: { readonly webgpu: boolean };
    /** The frame of this step was drawn, or one after it: the next may come. */
    readonly drawn: { readonly step: number };
    readonly control: RunControl | 'restart' | 'train';
    /** Go to the line of this layer. */
    readonly reveal: { readonly layer: number };
    readonly chooseSample: { readonly sample: number };
    /** A message of the engine channel from the engine worker in this webview. */
    readonly engine: unknown;
    /** The engine worker could not start or has died, and why, in a sentence. */
    readonly engineLost: { readonly reason: string };
  };
};
