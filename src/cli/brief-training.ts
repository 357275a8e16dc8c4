// A training for `check --train`: as long as it may take, only to see what the dynamic rules find.
import path from 'node:path';
import type { Finding } from '../diagnose/finding.ts';
import { connectNodeEngine } from '../engine/node.ts';
import type { Quantity } from '../protocol/frame.ts';
import { Run } from '../runs/run.ts';
import type { Definition } from '../source/definition.ts';
import { UsageError } from './arguments.ts';
import { prepare, requireTrainable } from './preparation.ts';
import type { FileReading } from './reading.ts';
import { sourceDataset } from './training-data.ts';
import { distFolder } from './version.ts';

/** What the dynamic rules look at. */
const probes: readonly Quantity[] = ['activationSummary', 'unitSilence', 'gradientSummary', 'updateSummary', 'weightValues'];
const frameInterval = 30;
/** The same seed each time, so that a check that was green stays green. */
const seed = 1;

export type BriefTraining = { readonly findings: readonly Finding[] } | { readonly skipped: string };

/** Trains on the data that the source itself brings, for at most `seconds`. */
export async function trainBriefly(reading: FileReading, definition: Definition, seconds: number): Promise<BriefTraining> {
  try {
    requireTrainable(reading.file, definition);
    const dataset = await sourceDataset(reading, definition);
    const overrides = { epochs: null, seed: definition.training?.plan?.seed ?? seed };
    const { plan, findings } = prepare(reading.file, definition, dataset, overrides);
    const { name, network } = definition;
    const engine = connectNodeEngine(path.join(distFolder, 'engine-worker.cjs'));
    const request = { name, file: reading.file, network, plan, dataset, backend: 'cpu', probes, frameInterval, definition } as const;
    const run = await Run.start(request, engine);
    try {
      const timer = setTimeout(() => void run.control('stop'), seconds * 1000);
      await run.ended();
      clearTimeout(timer);
      return { findings: [...findings, ...run.findings] };
    } finally {
      run.dispose();
    }
  } catch (error) {
    if (error instanceof UsageError) return { skipped: error.message };
    throw error;
  }
}
