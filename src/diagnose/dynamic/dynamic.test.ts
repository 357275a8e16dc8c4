import { expect, test } from 'vitest';
import { denseSpecifications, exampleRun, type Measurement } from './example-run.ts';
import { checkRun } from './index.ts';

const twoOne = denseSpecifications(2, [
  { units: 2, activation: 'relu' },
  { units: 1, activation: 'linear' },
]);
const tenOne = denseSpecifications(4, [
  { units: 10, activation: 'relu' },
  { units: 1, activation: 'linear' },
]);
const deepSigmoid = denseSpecifications(
  2,
  [8, 8, 8, 8, 1].map((units) => ({ units, activation: 'sigmoid' })),
);

test('a unit that never fires is named with the weights that stand still, once', () => {
  const moved: Measurement['weights'] = {
    1: [
      [0.5, 0.1, 0.5, 0.2],
      [0.5, 0.9],
    ],
    2: [[0.5, 0.7], [0.1]],
  };
  const view = exampleRun(
    twoOne,
    falling(6, (step) => ({ silence: { 1: [step * 10, 4] }, weights: moved })),
  );
  expect(checkRun(view)).toEqual([
    {
      rule: 'dead-units',
      category: 'activation',
      severity: 'warning',
      message:
        '1 of 2 units of Dense "hidden1" (unit 1) fires on none of the last 30 samples, since training began. W1, W3, W5 and B1 get no gradient and stand where they began.',
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 20 } },
      layer: 'hidden1',
      evidence: {
        deadUnits: 1,
        units: 2,
        fraction: 0.5,
        windowSamples: 30,
        deadSinceStart: 1,
        which: [0],
        samplesSilent: [60],
        weightsWithoutGradient: 4,
        unchanged: 'W1, W3, W5, B1',
      },
      fixes: [],
    },
  ]);
});

test('a unit that fell silent during training says since when, and a few dead ones are no warning', () => {
  const view = exampleRun(
    tenOne,
    falling(12, (step) => ({ silence: { 1: [0, 0, 0, 0, 0, 0, 0, 0, 0, Math.max(0, step - 6) * 10] } })),
  );
  const [finding, ...others] = checkRun(view);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'information', evidence: { which: [9], deadSinceStart: 0 } });
  expect(finding?.message).toContain('(unit 10) fires on none of the last 30 samples, since epoch 3.');
});

test('a layer whose units are all dead is an error', () => {
  const view = exampleRun(
    twoOne,
    falling(6, (step) => ({ silence: { 1: [step * 10, step * 10] } })),
  );
  expect(checkRun(view)).toMatchObject([{ rule: 'dead-units', severity: 'error', evidence: { fraction: 1 } }]);
});

test('units that are silent for less than a pass over the data are alive, however many they are', () => {
  const view = exampleRun(
    tenOne,
    falling(9, () => ({ silence: { 1: [29, 20, 20, 10, 29, 0, 29, 10, 20, 29] } })),
  );
  expect(checkRun(view)).toEqual([]);
});

test('nothing is said of dead units before every sample was seen', () => {
  const view = exampleRun(
    twoOne,
    falling(2, (step) => ({ silence: { 1: [step * 10, step * 10] } })),
  );
  expect(checkRun(view)).toEqual([]);
});

test('training that ends in NaN is one finding, which blames the learning rate where the loss grew before', () => {
  const end = { reason: 'nonFinite', message: 'The loss is not a number since step 8.' } as const;
  const losses = [1, 10, 1e3, 1e6, 1e12, 1e20, 1e30, Number.NaN];
  const exploded = exampleRun(
    twoOne,
    losses.map((loss) => ({ loss })),
    { end, learningRate: 10 },
  );
  const [finding, ...others] = checkRun(exploded);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: 'non-finite-loss', severity: 'error', evidence: { firstLoss: 1, learningRate: 10 } });
  expect(finding?.message).toContain('learning rate 10 of sgd is too high');

  const fromTheStart = exampleRun(twoOne, [{ loss: Number.NaN }], { end });
  expect(checkRun(fromTheStart)[0]?.message).toContain('from the first step');
});

test('a loss that ends ten times above its beginning diverges; noise, a spike that passes and a large first loss do not', () => {
  const rules = (losses: readonly number[]) =>
    checkRun(
      exampleRun(
        twoOne,
        losses.map((loss) => ({ loss })),
      ),
    ).map(({ rule }) => rule);
  const steps = Array.from({ length: 40 }, (_none, step) => step);
  expect(rules(steps.map((step) => 1.3 ** step))).toEqual(['diverging-loss']);
  expect(rules(steps.map((step) => 1 + (step % 3)))).toEqual([]);
  expect(rules(steps.map((step) => (step === 20 ? 1e6 : 1 / (step + 1))))).toEqual([]);
  expect(rules(steps.map((step) => (step === 0 ? 1e6 : 5)))).toEqual([]);
  expect(rules([1, 1e3, 1e6])).toEqual([]);
});

test('a gradient vanishes when the first layer gets none, the last one does, and the loss stands', () => {
  const norms = { 1: 1e-7, 2: 1e-5, 3: 1e-3, 4: 1e-2, 5: 0.1 };
  const stuck = Array.from({ length: 30 }, () => ({ loss: 0.69, gradientNorm: norms }));
  expect(checkRun(exampleRun(deepSigmoid, stuck))).toMatchObject([{ rule: 'vanishing-gradient', layer: 'hidden1', severity: 'warning' }]);

  const learns = falling(30, () => ({ gradientNorm: norms }));
  expect(checkRun(exampleRun(deepSigmoid, learns))).toEqual([]);

  const converged = Array.from({ length: 30 }, () => ({ loss: 1e-6, gradientNorm: { 1: 1e-7, 2: 1e-7, 3: 1e-7, 4: 1e-7, 5: 1e-6 } }));
  expect(checkRun(exampleRun(deepSigmoid, converged))).toEqual([]);
});

/** A loss that falls step by step, with these measurements beside it. */
function falling(steps: number, measured: (step: number) => Omit<Measurement, 'loss'>): readonly Measurement[] {
  return Array.from({ length: steps }, (_none, index) => ({ loss: 1 / (index + 1), ...measured(index + 1) }));
}
