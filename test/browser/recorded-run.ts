// Real runs for the dashboard's tests: the engine's reference backend trains a small network in this process, and every
// frame is kept, so that a test can show any moment of it.
import type { Dataset } from '../../src/data/dataset.ts';
import { Run } from '../../src/engine/run.ts';
import { openCpu } from '../../src/engine/tfjs/cpu.ts';
import type { Network } from '../../src/network/network.ts';
import type { TrainingPlan } from '../../src/network/training-plan.ts';
import type { RunDescription, RunView } from '../../src/protocol/dashboard.ts';
import type { RunSummary } from '../../src/protocol/engine.ts';
import type { EpochRecord, Frame } from '../../src/protocol/frame.ts';
import { RunHistory } from '../../src/runs/history.ts';
import { allProbes } from '../../src/runs/run.ts';

export interface RunRecording {
  readonly run: RunDescription;
  readonly frames: readonly Frame[];
  readonly epochs: readonly EpochRecord[];
  readonly summary: RunSummary;
  /** The run as a dashboard gets it that opens after `frames` frames. */
  view(frames?: number): RunView;
}

export interface Recipe {
  readonly name: string;
  readonly file: string;
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly dataset: Dataset;
  readonly seed: number;
}

/** Trains to the end, a frame at every step. */
export async function recordRun({ name, file, network, plan, dataset, seed }: Recipe): Promise<RunRecording> {
  const frames: Frame[] = [];
  const epochs: EpochRecord[] = [];
  const { promise, resolve } = Promise.withResolvers<RunSummary>();
  const specification = { network, plan, dataset, seed, backend: 'cpu' as const, probes: allProbes, frameInterval: 0 };
  const training = new Run(openCpu(), specification, {
    frame: (frame) => frames.push(frame),
    epoch: (record) => epochs.push(record),
    end: resolve,
  });
  void training.conduct();
  const summary = await promise;
  const run: RunDescription = {
    id: name,
    name,
    file,
    network,
    plan,
    seed,
    provenance: dataset.provenance,
    sampleCount: dataset.x[0]?.shape[0] ?? 0,
    ...(dataset.featureNames && { featureNames: dataset.featureNames }),
    ...(dataset.targetNames && { targetNames: dataset.targetNames }),
    start: training.start,
  };
  return {
    run,
    frames,
    epochs,
    summary,
    view(count = frames.length) {
      const history = new RunHistory(network, run.start.layout, run.start.windowSamples, plan.batchSize);
      for (const frame of frames.slice(0, count)) history.addFrame(frame);
      const last = history.latest?.step ?? 0;
      for (const record of epochs) if (record.step <= last) history.addEpoch(record);
      const ended = count >= frames.length;
      return {
        run,
        status: ended ? 'finished' : 'running',
        stale: false,
        history: history.snapshot(),
        findings: [],
        end: ended ? summary.end : null,
        summary: ended ? summary : null,
      };
    },
  };
}
