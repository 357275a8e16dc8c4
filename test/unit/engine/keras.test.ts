import { describe, expect, test } from 'vitest';
import { specificationOf, trainingCases } from './keras.ts';
import { losses, train } from './train.ts';

/**
 * Relative difference of two lists: the greatest |a − b| / max(|b|, floor) over their numbers. The floor keeps a number
 * that is zero but for rounding from deciding: below it, they must agree to 10⁻⁶, where all stand in float32 among
 * others around 1, which are good to 10⁻⁷.
 */
const floor = 1e-2;
const tolerance = 1e-4;

describe.each(trainingCases)('Keras and Layerscope train alike: $name', (training) => {
  test('losses, metrics, first gradients, last weights and outputs', async () => {
    const specification = specificationOf(training);
    const trained = await train(specification);

    expect(trained.summary.end).toEqual({ reason: 'finished' });
    const differences = {
      losses: difference(losses(trained), training.losses),
      epochs: difference(
        trained.epochs.flatMap(({ loss, metrics }) => [loss, ...Object.values(metrics)]),
        epochMeans(training),
      ),
      gradients: difference(
        firstGradients(trained),
        training.gradients.flatMap(({ values }) => values),
      ),
      weights: difference(flat(trained.summary.final.weights.slice(1)), flat(training.final)),
      predictions: difference(await predictions(trained, training), training.predictions),
    };
    for (const [what, value] of Object.entries(differences)) expect.soft(value, what).toBeLessThan(tolerance);
  });
});

type Trained = Awaited<ReturnType<typeof train>>;

function firstGradients({ frames, index }: Trained): readonly number[] {
  const first = frames.find(({ step }) => step === 1);
  const sections = index.layout.sections.filter(({ quantity }) => quantity === 'weightGradient');
  return sections.flatMap(({ offset, length }) => [...(first?.numbers.subarray(offset, offset + length) ?? [])]);
}

async function predictions({ run }: Trained, { x }: (typeof trainingCases)[number]): Promise<readonly number[]> {
  const size = x.values.length / (x.shape[0] ?? 1);
  const values = Float32Array.from(x.values.slice(0, 3 * size));
  const [output] = await run.predict({ shape: [3, ...x.shape.slice(1)], values });
  return [...(output?.values ?? [])];
}

/** Loss and metrics of each epoch: the means over its batches, which are all of one size. */
function epochMeans({ losses, figures, batchSize, x }: (typeof trainingCases)[number]): readonly number[] {
  const batches = (x.shape[0] ?? 0) / batchSize;
  const rows = losses.map((loss, step) => [loss, ...(figures[step] ?? [])]);
  return Array.from({ length: rows.length / batches }, (_unused, epoch) => rows.slice(epoch * batches, (epoch + 1) * batches)).flatMap(
    (epoch) => (epoch[0] ?? []).map((_figure, column) => epoch.reduce((sum, row) => sum + (row[column] ?? 0), 0) / batches),
  );
}

function flat(weights: readonly (readonly (ArrayLike<number> & Iterable<number>)[])[]): readonly number[] {
  return weights.flatMap((layer) => layer.flatMap((values) => [...values]));
}

function difference(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(
    ...ours.map((value, index) => Math.abs(value - (theirs[index] as number)) / Math.max(Math.abs(theirs[index] as number), floor)),
  );
}
