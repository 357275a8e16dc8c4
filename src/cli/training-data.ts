// Which data a training of the command line uses: what the source itself brings, or what was asked for.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../data/dataset.ts';
import { checkSize, DataFileError } from '../data/files/data-file-error.ts';
import { readDataset } from '../data/files/read-dataset.ts';
import { generateDataset, generatorNamed, generators, suitableGenerators } from '../data/generators.ts';
import { adaptToNetwork } from '../data/prepare.ts';
import { syntheticDataset } from '../data/synthetic.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { defaultPlan } from '../runs/default-plan.ts';
import type { Definition } from '../source/definition.ts';
import { type DataOption, UsageError } from './arguments.ts';
import type { FileReading } from './reading.ts';
import { reasonOf } from './source-files.ts';

/** Throws a UsageError that says why there is no data and what to do. */
export async function chosenDataset(option: DataOption | null, reading: FileReading, definition: Definition): Promise<Dataset> {
  if (option === null) return sourceDataset(reading, definition);
  const { network } = definition;
  // A default plan's loss follows from the targets, of which there are none yet.
  const plan = definition.training?.plan ?? defaultPlan(network, []);
  try {
    switch (option.kind) {
      case 'synthetic':
        return syntheticDataset(network, plan);
      case 'generated':
        return generated(option.generator, definition, plan);
      case 'file':
        return adaptToNetwork(await fromFile(option.path), network, definition.training?.plan ?? plan);
      default:
        return option satisfies never;
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The arrays that the source computes and passes to `fit`. Throws a UsageError where it does not. */
export async function sourceDataset(reading: FileReading, definition: Definition): Promise<Dataset> {
  const dataset = reading.materialize(definition);
  if (!('reason' in dataset)) return dataset;
  const plan = definition.training?.plan ?? defaultPlan(definition.network, []);
  const names = suitableGenerators(definition.network, plan).map(({ name }) => name);
  const generated = names.length > 0 ? `--generated NAME (${names.join(', ')}), ` : '';
  throw new UsageError(`${reading.file}: ${dataset.reason} Choose data with --data FILE, ${generated}or --synthetic.`);
}

function generated(name: string, { network }: Definition, plan: TrainingPlan): Dataset {
  const generator = generatorNamed(name);
  if (generator) return generateDataset(generator, network, plan);
  throw new UsageError(`--generated: there is no set "${name}"; there are ${generators.map((each) => each.name).join(', ')}.`);
}

async function fromFile(file: string): Promise<Dataset> {
  const name = path.basename(file);
  try {
    // Before it is in memory.
    checkSize((await stat(file)).size, name);
    return readDataset(await readFile(file), name);
  } catch (error) {
    if (error instanceof DataFileError) throw error;
    throw new UsageError(`--data ${file}: ${reasonOf(error)}`);
  }
}
