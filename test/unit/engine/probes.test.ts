import { describe, expect, test } from 'vitest';
import { lower } from '../../../src/network/lower.ts';
import { createRandom } from '../../../src/network/random.ts';
import type { Frame, Quantity } from '../../../src/protocol/frame.ts';
import { deadFraction, histogramBins } from '../../../src/protocol/frame.ts';
import { allProbes } from '../../../src/runs/run.ts';
import { forward } from '../reference/program.ts';
import type { Tensor } from '../reference/tensor.ts';
import { dyingNetwork, quadraticRun } from './networks.ts';
import { type Trained, train } from './train.ts';

// What each probe says of a network of nine parameters, against the same figures reckoned here from its weights.

const batchSize = 12;

async function probed(changes = {}): Promise<Trained> {
  return train({ ...quadraticRun(dyingNetwork(), { shuffle: false, batchSize, epochs: 3, ...changes }), probes: allProbes });
}

describe('probes of activations', () => {
  test('summary, histogram and unit means are those of the batch that the step trained on', async () => {
    const trained = await probed();
    const { values } = reference(trained, 0, batchOf(0));
    const hidden = [...values];
    const read = reader(trained, 1);

    const [mean = 0, deviation, minimum, maximum, zeros, saturated] = read('activationSummary', 1);
    const expectedMean = average(hidden);
    expect(mean).toBeCloseTo(expectedMean, 5);
    expect(deviation).toBeCloseTo(Math.sqrt(average(hidden.map((value) => (value - expectedMean) ** 2))), 5);
    expect([minimum, maximum]).toEqual([0, Math.fround(Math.max(...hidden))].map((value) => expect.closeTo(value, 5)));
    expect(zeros).toBeCloseTo(hidden.filter((value) => value === 0).length / hidden.length, 6);
    expect(saturated).toBeNaN();

    const [low = 0, high = 0, ...counts] = read('activationHistogram', 1);
    const expectedCounts = new Array<number>(histogramBins).fill(0);
    for (const value of hidden) {
      const bin = Math.min(histogramBins - 1, Math.floor(((value - low) / (high - low)) * histogramBins));
      expectedCounts[bin] = (expectedCounts[bin] ?? 0) + 1;
    }
    expect(counts).toEqual(expectedCounts);

    const units = [0, 1].map((unit) => average(hidden.filter((_value, index) => index % 2 === unit)));
    expect(read('unitMean', 1)).toEqual(units.map((value) => expect.closeTo(value, 5)));
  });

  test('a unit that never fires is silent for as many samples as were seen, and dead after a whole pass', async () => {
    const trained = await probed();
    const silence = trained.frames.map((frame) => readerOf(trained, frame)('unitSilence', 1));
    expect(silence.map(([, second]) => second)).toEqual([0, 12, 24, 36, 48, 60, 72, 84, 96, 108]);
    expect(silence.every(([first = 0]) => first <= batchSize)).toBe(true);
    const { windowSamples } = trained.start;
    expect(deadFraction(Float32Array.from(silence[2] ?? []), windowSamples, 24)).toBeUndefined();
    expect(deadFraction(Float32Array.from(silence[3] ?? []), windowSamples, 36)).toBe(0.5);
    // Only layers whose units can die have it.
    expect(trained.index.section('unitSilence', 2)).toBeUndefined();
  });

  test('the chosen sample goes through the weights of now', async () => {
    const trained = await probed();
    const { values } = reference(trained, 5, batchOf(0));
    expect(reader(trained, 5)('sampleActivation', 1)).toEqual([...values.subarray(0, 2)].map((value) => expect.closeTo(value, 5)));
    expect(reader(trained, 5)('sampleActivation', 0)).toEqual([...batchOf(0).subarray(0, 2)]);
  });
});

describe('probes of weights', () => {
  test('values, gradient, update and distance fit together: w₁ = w₀ − η·g', async () => {
    const trained = await probed();
    const [atStart, atFirst] = [reader(trained, 0), reader(trained, 1)];
    for (const [layer, weight] of [
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ] as const) {
      const [old, now, gradient] = [
        atStart('weightValues', layer, weight),
        atFirst('weightValues', layer, weight),
        atFirst('weightGradient', layer, weight),
      ];
      expect(now).toEqual(old.map((value, index) => expect.closeTo(value - 0.01 * (gradient[index] ?? 0), 6)));
      const [mean, , minimum, maximum, norm, distance] = atFirst('weightSummary', layer, weight);
      expect(mean).toBeCloseTo(average(now), 4);
      expect([minimum, maximum]).toEqual([Math.min(...now), Math.max(...now)]);
      expect(norm).toBeCloseTo(Math.hypot(...now), 3);
      expect(distance).toBeCloseTo(0.01 * Math.hypot(...gradient), 6);
    }
  });

  test('the summaries of a layer are over all its weights', async () => {
    const trained = await probed();
    const read = reader(trained, 1);
    const gradient = [...read('weightGradient', 2, 0), ...read('weightGradient', 2, 1)];
    const magnitudes = gradient.map(Math.abs);
    const [norm, meanMagnitude, maximum, byOutput] = read('gradientSummary', 2);
    expect(norm).toBeCloseTo(Math.hypot(...gradient), 5);
    expect(meanMagnitude).toBeCloseTo(average(magnitudes), 5);
    expect(maximum).toBe(Math.max(...magnitudes));
    const { values, target } = reference(trained, 0, batchOf(0), 2);
    expect(byOutput).toBeCloseTo(Math.hypot(...[...values].map((value, index) => (2 * (value - (target[index] ?? 0))) / batchSize)), 4);

    const weights = [...read('weightValues', 2, 0), ...read('weightValues', 2, 1)];
    const [update, size, ratio] = read('updateSummary', 2);
    expect(update).toBeCloseTo(0.01 * Math.hypot(...gradient), 6);
    expect(size).toBeCloseTo(Math.hypot(...weights), 5);
    expect(ratio).toBeCloseTo((update ?? 0) / (size ?? 1), 6);
  });

  test('the dead unit takes its weights with it: they never move, and neither does what it feeds', async () => {
    const trained = await probed();
    const [first, last] = [reader(trained, 0), reader(trained, 9)];
    const moved = (layer: number, weight: number) =>
      last('weightValues', layer, weight).map((value, index) => value !== first('weightValues', layer, weight)[index]);
    expect([moved(1, 0), moved(1, 1), moved(2, 0), moved(2, 1)]).toEqual([
      [true, false, true, false],
      [true, false],
      [true, false],
      [true],
    ]);
  });
});

test('before training there are no gradients and no update, but all the rest', async () => {
  const trained = await probed();
  const missing = trained.index.layout.sections.filter(({ offset }) => Number.isNaN(trained.frames[0]?.numbers[offset]));
  expect(new Set(missing.map(({ quantity }) => quantity))).toEqual(new Set(['gradientSummary', 'updateSummary', 'weightGradient']));
});

function reader(trained: Trained, step: number) {
  return readerOf(trained, trained.frames[step] as Frame);
}

function readerOf({ index }: Trained, frame: Frame) {
  return (quantity: Quantity, layer: number, weight?: number): readonly number[] => [...(index.read(frame, quantity, layer, weight) ?? [])];
}

function batchOf(step: number): Float32Array {
  const { dataset } = quadraticRun(dyingNetwork());
  return (dataset.x[0]?.values ?? new Float32Array()).subarray(step * batchSize * 2, (step + 1) * batchSize * 2);
}

/** The output of a layer for this batch in float64, with the weights of that step. */
function reference(trained: Trained, step: number, x: Float32Array, layer = 1) {
  const program = lower(dyingNetwork());
  const read = reader(trained, step);
  const weights = program.weights.map(({ layer, weight }): Tensor => {
    const shape = (dyingNetwork().layers[layer]?.weights[weight]?.shape ?? []).map(Number);
    return { shape, values: Float64Array.from(read('weightValues', layer, weight)) };
  });
  const all = forward(program, weights, [{ shape: [x.length / 2, 2], values: Float64Array.from(x) }], createRandom(0));
  const { dataset } = quadraticRun(dyingNetwork());
  return { values: (all[program.layers[layer]?.output ?? 0] as Tensor).values, target: [...(dataset.y[0]?.values ?? [])] };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
