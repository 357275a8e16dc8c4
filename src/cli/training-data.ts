// Which data a training of the command line uses: what the source itself brings, or what was asked for.
import type { Dataset } from '../data/dataset.ts';
import { syntheticDataset } from '../data/synthetic.ts';
import { defaultPlan } from '../runs/default-plan.ts';
import type { Definition } from '../source/definition.ts';
import { type DataOption, UsageError } from './arguments.ts';
import type { FileReading } from './reading.ts';

const choices = 'Choose data with --data FILE, --generated NAME or --synthetic.';

/** Throws a UsageError that says why there is no data and what to do. */
export async function chosenDataset(option: DataOption | null, reading: FileReading, definition: Definition): Promise<Dataset> {
  if (option === null) return sourceDataset(reading, definition);
  switch (option.kind) {
    case 'synthetic':
      return syntheticDataset(definition.network, definition.training?.plan ?? defaultPlan(definition.network, []));
    case 'file':
    case 'generated':
      throw new UsageError(`not there yet`);
    default:
      return option satisfies never;
  }
}

/** The arrays that the source computes and passes to `fit`. Throws a UsageError where it does not. */
export async function sourceDataset(reading: FileReading, definition: Definition): Promise<Dataset> {
  const dataset = reading.materialize(definition);
  if ('reason' in dataset) throw new UsageError(`${reading.file}: ${dataset.reason} ${choices}`);
  return dataset;
}
