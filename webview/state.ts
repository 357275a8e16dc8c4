// What the views read: the run, its history and latest frame, kept up to date by the host's events. Draws nothing.
import { WeightTable, weightStateOf } from '../src/diagnose/dynamic/weight-changes.ts';
import type { Finding } from '../src/diagnose/finding.ts';
import type { Layer } from '../src/network/network.ts';
import type { HostToDashboard, RunDescription, RunStatus, RunView } from '../src/protocol/dashboard.ts';
import type { RunEnd } from '../src/protocol/engine.ts';
import {
  type Checkpoint,
  type EpochRecord,
  type Frame,
  FrameIndex,
  type Quantity,
  samplesSeen,
  silenceOfDead,
} from '../src/protocol/frame.ts';
import { type LayerFigures, RunHistory } from '../src/runs/history.ts';

/** Frames over which the speed is taken. */
const speedFrames = 12;

export class RunState {
  readonly run: RunDescription;
  readonly history: RunHistory;
  readonly index: FrameIndex;
  readonly weights: WeightTable;
  status: RunStatus = 'starting';
  stale = false;
  end: RunEnd | null = null;
  summary: RunView['summary'] = null;
  findings: readonly Finding[] = [];
  /** The layer under the editor's cursor. */
  focus: number | null = null;
  /** The sample whose activations are shown, or were asked for. */
  sample = 0;
  /** The newest frame; `null` before the first. */
  frame: Frame | null = null;
  /** Figures of every layer in the newest frame; empty before one. */
  figures: readonly LayerFigures[] = [];
  #checkpoint: Checkpoint | null = null;
  #recent: { readonly step: number; readonly seconds: number }[] = [];

  constructor(view: RunView) {
    this.run = view.run;
    const { network, start, plan } = view.run;
    this.index = new FrameIndex(start.layout);
    this.history = new RunHistory(network, start.layout, start.windowSamples, plan.batchSize);
    this.weights = new WeightTable(weightStateOf(view.run, null, null, this.index));
    this.refresh(view);
  }

  /** Takes the whole run as the host has it now: the same run as before. */
  refresh(view: RunView): void {
    const { history, findings, final } = view;
    this.setStatus(view);
    this.findings = findings;
    this.history.restore(history);
    if (final) this.#checkpoint = final;
    this.#recent = [];
    this.#setFrame(history.latest);
  }

  get samplesSeen(): number {
    const { start, plan } = this.run;
    return samplesSeen(this.frame?.step ?? 0, start.windowSamples, plan.batchSize);
  }

  /** Steps a second of training over the last frames; null when there are too few. */
  get speed(): number | null {
    const [first, last] = [this.#recent[0], this.#recent.at(-1)];
    if (!first || !last || last.seconds <= first.seconds) return null;
    return (last.step - first.step) / (last.seconds - first.seconds);
  }

  layer(index: number): Layer | undefined {
    return this.run.network.layers[index];
  }

  /** A section of the newest frame; undefined where the layer has none. */
  read(quantity: Quantity, layer: number, weight?: number): Float32Array | undefined {
    return this.frame ? this.index.read(this.frame, quantity, layer, weight) : undefined;
  }

  /** Units, from 0, that fired on none of the window's samples; undefined where none can die or no window was seen yet. */
  deadUnits(layer: number): readonly number[] | undefined {
    const silence = this.read('unitSilence', layer);
    const { windowSamples } = this.run.start;
    const bound = silenceOfDead(this.samplesSeen, windowSamples);
    if (!silence || bound === Number.POSITIVE_INFINITY) return undefined;
    const dead: number[] = [];
    for (let unit = 0; unit < silence.length; unit++) if ((silence[unit] as number) >= bound) dead.push(unit);
    return dead;
  }

  addFrame(frame: Frame): void {
    // The same step again: another sample was chosen. It is no new moment of the history.
    if (this.frame?.step !== frame.step) this.history.addFrame(frame);
    this.#recent.push({ step: frame.step, seconds: frame.seconds });
    if (this.#recent.length > speedFrames) this.#recent.shift();
    this.#setFrame(frame);
  }

  addEpoch(record: EpochRecord): void {
    this.history.addEpoch(record);
  }

  setStatus({ status, stale, end, summary }: HostToDashboard['events']['status']): void {
    this.status = status;
    this.stale = stale;
    this.end = end;
    this.summary = summary;
  }

  /** All weights at one step, for the tensors that frames leave out. */
  setCheckpoint(checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    this.#updateWeights();
  }

  /** Whether some tensor is too large for frames. */
  get needsCheckpoint(): boolean {
    return this.weights.tensors.some(({ layer, weight }) => !this.index.section('weightValues', layer, weight));
  }

  #setFrame(frame: Frame | null): void {
    this.frame = frame;
    if (frame) this.sample = frame.sample ?? 0;
    this.figures = frame ? this.history.figures(frame) : [];
    this.#updateWeights();
  }

  #updateWeights(): void {
    this.weights.update(weightStateOf(this.run, this.frame, this.#checkpoint, this.index));
  }
}
