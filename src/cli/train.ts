// `layerscope train`: trains one model in a worker thread and shows it while it goes on.
import path from 'node:path';
import type { Finding } from '../diagnose/finding.ts';
import { connectNodeEngine } from '../engine/node.ts';
import type { RunEnd } from '../protocol/engine.ts';
import { allProbes, type EngineConnection, Run } from '../runs/run.ts';
import { type TrainCommand, UsageError } from './arguments.ts';
import { distinct, placeOf } from './findings.ts';
import type { Output } from './output.ts';
import { chooseDefinition, type Prepared, prepare, requireTrainable } from './preparation.ts';
import { openReader } from './reading.ts';
import { requireWritable, writeReport } from './report.ts';
import { jsonPresenter } from './train-json.ts';
import { textPresenter } from './train-text.ts';
import { chosenDataset } from './training-data.ts';
import { distFolder } from './version.ts';

/** Milliseconds between two frames: also a run of half a second gives lines to draw. */
const frameInterval = 30;
/** As shells report a program that an interrupt ended: 128 + SIGINT. */
const interrupted = 130;

/** Shows a run, to people or to programs. */
export interface Presenter {
  /** The run has begun; subscribes to what it shows. */
  begin(run: Run): void;
  end(run: Run, findings: readonly Finding[]): void;
}

/** Returns the exit code: 0 also where the loss stopped falling, 1 where training failed. */
export async function train(command: TrainCommand, output: Output): Promise<number> {
  const reader = await openReader();
  const reading = await reader.read(command.file);
  const definition = chooseDefinition(reading, command.model);
  requireTrainable(reading.file, definition);
  if (command.report !== null) await requireWritable(command.report);
  const dataset = await chosenDataset(command.data, reading, definition);
  const prepared = prepare(reading.file, definition, dataset, command);
  for (const remark of prepared.remarks) output.remark(remark);
  for (const { reason, range } of definition.unknown) output.remark(`${placeOf(reading.file, range)}: ${reason}.`);
  const known = [...reading.findingsOf(definition), ...prepared.findings];
  const run = await start(command, reading.file, prepared);
  const presenter = command.json ? jsonPresenter(output) : textPresenter(output);
  const interruption = stopOnInterrupt(run);
  try {
    presenter.begin(run);
    const end = await run.ended();
    const findings = distinct([...known, ...run.findings]);
    presenter.end(run, findings);
    if (command.report !== null) {
      await writeReport(command.report, { ...run.view(), findings, ...(run.summary && { final: run.summary.final }) });
      if (!command.json) output.terminal.line(`Report: ${command.report}`);
    }
    if (end.reason === 'failed') output.remark(`Training failed: ${end.message}`);
    return interruption.happened ? interrupted : exitCode(end);
  } finally {
    interruption.dispose();
    run.dispose();
  }
}

async function start(command: TrainCommand, file: string, { definition, plan, dataset }: Prepared): Promise<Run> {
  const engine = connectNodeEngine(path.join(distFolder, 'engine-worker.cjs'));
  const backend = await chooseBackend(command.backend, engine);
  const probes = command.probes === 'all' ? allProbes : [];
  const { name, network } = definition;
  try {
    return await Run.start({ name, file, network, plan, dataset, backend, probes, frameInterval, definition }, engine);
  } catch (error) {
    throw new UsageError(`${file}: ${name} could not be trained: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function chooseBackend(wanted: TrainCommand['backend'], engine: EngineConnection) {
  const there = await engine.channel.request('backends', { allowSoftwareAdapter: false });
  const [best] = there;
  const chosen = wanted === 'auto' ? best?.name : there.find(({ name }) => name === wanted)?.name;
  if (chosen) return chosen;
  engine.dispose();
  const names = there.map(({ name }) => name).join(', ');
  const where = wanted === 'webgpu' ? ' WebGPU trains in the editor, where the dashboard has a GPU.' : '';
  throw new UsageError(`The backend ${wanted} is not there in a terminal; there is ${names}.${where}`);
}

/** The first interrupt stops between two steps, a second one ends the program as it stands. */
function stopOnInterrupt(run: Run) {
  const state = { happened: false, dispose: () => process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt) };
  const onInterrupt = () => {
    if (state.happened) process.exit(interrupted);
    state.happened = true;
    void run.control('stop').catch(() => process.exit(interrupted));
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  return state;
}

function exitCode({ reason }: RunEnd): number {
  switch (reason) {
    case 'finished':
    case 'stopped':
      return 0;
    case 'nonFinite':
    case 'failed':
      return 1;
    default:
      return reason satisfies never;
  }
}
