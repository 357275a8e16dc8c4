// A run of one layer with a million weights, too large for frames: what the weight table must bear.
import { createRandom, normal } from '../../src/network/random.ts';
import type { RunView } from '../../src/protocol/dashboard.ts';
import { dense, quadratic, sequential } from './recipes.ts';

export function millionWeights(): RunView {
  const random = createRandom(1);
  const network = sequential([1000], dense('big', 1000, 'relu'));
  const { plan, seed } = quadratic();
  return {
    run: {
      id: 'big',
      name: 'big',
      file: 'big.py',
      network,
      plan,
      seed,
      provenance: { kind: 'generated', description: 'noise' },
      sampleCount: 32,
      start: {
        backend: 'cpu',
        device: 'TF.js CPU',
        layout: { sections: [], length: 0 },
        stepsPerEpoch: 1,
        totalSteps: 10,
        windowSamples: 32,
        initial: { step: 0, weights: [[], [Float32Array.from({ length: 1_000_000 }, () => normal(random)), new Float32Array(1000)]] },
      },
    },
    status: 'paused',
    stale: false,
    history: {
      losses: [],
      rows: [],
      epochs: [],
      latest: { step: 1, epoch: 1, seconds: 1, loss: 1, learningRate: 0.1, trail: new Float32Array([1]), numbers: new Float32Array(0) },
    },
    findings: [],
    end: null,
    summary: null,
  };
}
