// Loss and metrics over samples without training: validation, and the summary of a run.
import { batchesPerEpoch, epochOrder, gatherBatch, type Samples } from './batches.ts';
import { Trail } from './trail.ts';
import type { Trainer } from './trainer.ts';
import { nextTurn } from './turn.ts';

export interface Evaluation {
  /** Mean over the samples, regularizers included, as Keras. */
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** `goOn` is asked between batches; when it says no, the means are those over the samples so far (at least one batch). */
export async function evaluate(trainer: Trainer, samples: Samples, goOn: () => boolean = () => true): Promise<Evaluation> {
  const { kernels, plan } = trainer;
  const labels = metricLabels(trainer);
  const trail = new Trail(kernels, 1 + labels.length);
  const order = epochOrder(samples.count, null);
  const read = async () => {
    const pending = trail.takePending();
    trail.settle(pending, await kernels.read(pending.tensors));
  };
  let turn = performance.now();
  for (let batch = 0; batch < batchesPerEpoch(samples, plan.batchSize) && (batch === 0 || goOn()); batch++) {
    const from = batch * plan.batchSize;
    const step = trainer.look(gatherBatch(samples, order, from, Math.min(from + plan.batchSize, samples.count)));
    trail.add(step);
    kernels.releaseAll(step.arena);
    if (performance.now() - turn > 10) {
      await read();
      await nextTurn();
      turn = performance.now();
    }
  }
  await read();
  return named(trail.takeMeans(), labels);
}

/** Labels of the metrics in the order of a step's figures; with several outputs each begins with its layer's name, as Keras prints it. */
export function metricLabels({ network, plan }: Pick<Trainer, 'network' | 'plan'>): readonly string[] {
  const labels = plan.metrics.map(({ label }) => label);
  if (network.outputs.length === 1) return labels;
  return network.outputs.flatMap((layer) => labels.map((label) => `${network.layers[layer]?.name ?? layer}_${label}`));
}

/** Figures (loss first) under their names. */
export function named([loss = Number.NaN, ...values]: readonly number[], labels: readonly string[]): Evaluation {
  return { loss, metrics: Object.fromEntries(labels.map((label, index) => [label, values[index] ?? Number.NaN])) };
}
