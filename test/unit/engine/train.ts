// Runs a whole training in this process, on the cpu backend, and gives what a host would have received.
import { Run } from '../../../src/engine/run.ts';
import { openCpu } from '../../../src/engine/tfjs/cpu.ts';
import type { Kernels } from '../../../src/engine/tfjs/kernels.ts';
import type { RunSpecification, RunStart, RunSummary } from '../../../src/protocol/engine.ts';
import { type EpochRecord, type Frame, FrameIndex } from '../../../src/protocol/frame.ts';

export interface Trained {
  readonly start: RunStart;
  readonly frames: readonly Frame[];
  readonly epochs: readonly EpochRecord[];
  readonly summary: RunSummary;
  readonly index: FrameIndex;
  readonly run: Run;
}

export async function train(specification: RunSpecification, kernels: Kernels = openCpu()): Promise<Trained> {
  const frames: Frame[] = [];
  const epochs: EpochRecord[] = [];
  let summary: RunSummary | undefined;
  const run = new Run(kernels, specification, {
    frame: (frame) => frames.push(frame),
    epoch: (record) => epochs.push(record),
    end: (end) => {
      summary = end;
    },
  });
  await run.conduct();
  if (!summary) throw new Error('The run ended without a summary.');
  return { start: run.start, frames, epochs, summary, run, index: new FrameIndex(run.start.layout) };
}

/** Losses of all steps, from the frames' trails. */
export function losses({ frames }: Pick<Trained, 'frames'>): readonly number[] {
  return frames.flatMap(({ trail }) => [...trail]);
}
