// Runs for the tests of the dynamic rules, made by hand: a network, and what its probes measured at each step.
import { buildNetwork, type LayerSpecification } from '../../network/build.ts';
import { glorotUniform, zeros } from '../../network/initializers.ts';
import type { RunView } from '../../protocol/dashboard.ts';
import type { RunEnd } from '../../protocol/engine.ts';
import type { Frame, Section } from '../../protocol/frame.ts';
import { RunHistory } from '../../runs/history.ts';

export interface Measurement {
  readonly loss: number;
  /** By layer: samples since each unit fired. */
  readonly silence?: Readonly<Record<number, readonly number[]>>;
  /** By layer: norm of the gradient over its weights. */
  readonly gradientNorm?: Readonly<Record<number, number>>;
  /** By layer and weight: the values. Absent: as initially. */
  readonly weights?: Readonly<Record<number, readonly (readonly number[])[]>>;
}

export const batchSize = 10;
/** Three steps an epoch. */
export const windowSamples = 30;

/** A chain of Dense layers on `inputs` features. */
export function denseSpecifications(
  inputs: number,
  layers: readonly { units: number; activation: string }[],
): readonly LayerSpecification[] {
  return [
    { name: 'input', type: 'Input', configuration: { shape: [inputs], batchSize: null }, inputs: [] },
    ...layers.map(({ units, activation }, index) => ({
      name: index === layers.length - 1 ? 'output' : `hidden${index + 1}`,
      type: 'Dense',
      configuration: {
        units,
        activation: { name: activation },
        useBias: true,
        trainable: true,
        kernelInitializer: glorotUniform,
        biasInitializer: zeros,
        kernelRegularizer: null,
        biasRegularizer: null,
      },
      inputs: [index],
      range: { start: { line: index + 1, character: 4 }, end: { line: index + 1, character: 20 } },
    })),
  ];
}

/** A run of these steps, one frame each. */
export function exampleRun(
  specifications: readonly LayerSpecification[],
  steps: readonly Measurement[],
  { end = { reason: 'finished' } as RunEnd, learningRate = 0.01 } = {},
): RunView {
  const network = buildNetwork(specifications, [specifications.length - 1]);
  const sections: Section[] = [];
  let length = 0;
  const add = (section: Omit<Section, 'offset' | 'length'>) => {
    const size = section.shape.reduce((all, dimension) => all * dimension, 1);
    sections.push({ ...section, offset: length, length: size });
    length += size;
  };
  network.layers.forEach((layer, index) => {
    if (layer.weights.length === 0) return;
    add({ quantity: 'unitSilence', layer: index, shape: [layer.outputShape?.at(-1) ?? 0] });
    add({ quantity: 'gradientSummary', layer: index, shape: [4] });
    layer.weights.forEach(({ shape }, weight) => {
      add({ quantity: 'weightValues', layer: index, weight, shape: shape.map((size) => size ?? 0) });
    });
  });
  const initial = network.layers.map(({ weights }) =>
    weights.map(({ shape }) => new Float32Array(shape.reduce<number>((all, size) => all * (size ?? 0), 1)).fill(0.5)),
  );
  const layout = { sections, length };
  const history = new RunHistory(network, layout, windowSamples, batchSize);
  steps.forEach((step, position) => {
    history.addFrame(frameOf(step, position + 1));
  });

  return {
    run: {
      id: 'example',
      name: 'model',
      file: 'example.py',
      network,
      plan: {
        loss: { name: 'meanSquaredError', fromLogits: false },
        optimizer: { name: 'sgd', learningRate, momentum: 0, nesterov: false },
        metrics: [],
        epochs: Math.ceil(steps.length / 3),
        batchSize,
        shuffle: false,
        validationSplit: 0,
        seed: 1,
      },
      seed: 1,
      provenance: { kind: 'evaluated', description: 'computed from example.py' },
      sampleCount: windowSamples,
      start: {
        backend: 'cpu',
        device: 'example',
        layout,
        stepsPerEpoch: 3,
        totalSteps: steps.length,
        windowSamples,
        initial: { step: 0, weights: initial },
      },
    },
    status: 'finished',
    stale: false,
    history: history.snapshot(),
    findings: [],
    end,
    summary: null,
  };

  function frameOf({ loss, silence, gradientNorm, weights }: Measurement, step: number): Frame {
    const numbers = new Float32Array(length);
    for (const { quantity, layer, weight, offset } of sections) {
      if (quantity === 'unitSilence') numbers.set(silence?.[layer] ?? [], offset);
      if (quantity === 'gradientSummary') numbers[offset] = gradientNorm?.[layer] ?? 1;
      if (quantity === 'weightValues') numbers.set(weights?.[layer]?.[weight ?? 0] ?? initial[layer]?.[weight ?? 0] ?? [], offset);
    }
    return { step, epoch: step / 3, seconds: step / 100, loss, learningRate, trail: new Float32Array([loss]), numbers };
  }
}
