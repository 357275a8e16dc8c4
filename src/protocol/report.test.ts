import { expect, test } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { glorotUniform, zeros } from '../network/initializers.ts';
import type { RunView } from './dashboard.ts';
import { decodeRunView, encodeRunView, reportHtml } from './report.ts';

const network = buildNetwork(
  [
    { name: 'input', type: 'Input', configuration: { shape: [2], batchSize: null }, inputs: [] },
    {
      name: 'hidden </script>',
      type: 'Dense',
      configuration: { units: 1, activation: { name: 'relu' }, useBias: true, kernelInitializer: glorotUniform, biasInitializer: zeros },
      inputs: [0],
    },
  ],
  [1],
);

const view: RunView = {
  run: {
    id: '1',
    name: 'model <b>',
    file: 'quadratic.py',
    network,
    plan: {
      loss: { name: 'meanSquaredError', fromLogits: false },
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
      metrics: [],
      epochs: 1,
      batchSize: 32,
      shuffle: true,
      validationSplit: 0,
      seed: null,
    },
    seed: 7,
    provenance: { kind: 'synthetic', description: 'random numbers' },
    sampleCount: 32,
    start: {
      backend: 'cpu',
      device: 'TF.js CPU',
      layout: { sections: [{ quantity: 'weightValues', layer: 1, weight: 0, shape: [2, 1], offset: 0, length: 2 }], length: 2 },
      stepsPerEpoch: 1,
      totalSteps: 1,
      windowSamples: 32,
      initial: { step: 0, weights: [[], [new Float32Array([Number.NaN, -0]), new Float32Array([1e-45])]] },
    },
  },
  status: 'failed',
  stale: false,
  history: {
    losses: [{ step: 1, minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY, mean: Number.NaN, count: 1 }],
    rows: [],
    epochs: [],
    latest: {
      step: 1,
      epoch: 1,
      seconds: 0.5,
      loss: Number.NaN,
      learningRate: 0.1,
      trail: new Float32Array([Number.NaN]),
      numbers: new Float32Array(70_000).fill(0.1),
    },
  },
  findings: [],
  end: { reason: 'nonFinite', message: 'The loss is not a number since step 1.' },
  summary: null,
};

test('a run comes back from its text with every number, also those that JSON does not have', () => {
  expect(decodeRunView(encodeRunView(view))).toEqual(view);
});

test('a report is one page that loads nothing and that no name in the run can break out of', () => {
  const page = reportHtml({ view, script: 'const a = "</script><!--";', style: 'p{}', title: 'model <b>' });
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('<title>model &lt;b&gt;</title>');
  expect(page).not.toMatch(/<!--|\b(?:src|href)=/);
});
