// Layerscope's own data sets, made when they are asked for: a table, so that the next one is one entry. Nothing here looks
// like a sample of the world but the shape of a problem: separable or not, linear or not, images, traces.
import { lossKinds } from '../network/losses.ts';
import type { Network } from '../network/network.ts';
import { createRandom, normal, type Random, shuffle, uniform } from '../network/random.ts';
import type { Shape } from '../network/shape.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { sizeOf } from './array/shape.ts';
import type { Dataset, NumberArray } from './dataset.ts';
import { digitSize, drawDigit } from './digits.ts';
import { drawHeartbeat, heartbeatLength } from './heartbeats.ts';
import { encodeClasses } from './targets.ts';

export interface Generator {
  /** `two-spirals`: for settings and the command line. */
  readonly name: string;
  readonly title: string;
  /** One clause for people. */
  readonly description: string;
  readonly task: 'regression' | 'binary' | 'multiclass';
  /** Number of classes; 0 for real targets; null: as many as the network has outputs. */
  readonly classes: number | null;
  /** Shape of one sample as it is made; `null`: as many numbers as the network takes. */
  readonly sampleShape: readonly number[] | null;
  /** A trace of another length is made to measure, from this length on. */
  readonly shortest?: number;
  readonly count: number;
  readonly noise: number;
  readonly featureNames?: readonly string[];
  readonly targetNames?: readonly string[];
  /**
   * Writes one sample, row-major, and gives its target: a class index or a real number. `index` counts samples; `classes`
   * is the number of classes asked for.
   */
  sample(random: Random, index: number, noise: number, into: Float32Array, classes: number): number;
}

const plane = { sampleShape: [2], featureNames: ['x1', 'x2'] } as const;
const halves = { task: 'binary', classes: 2, ...plane } as const;

export const generators: readonly Generator[] = [
  {
    name: 'two-spirals',
    title: 'Two spirals',
    description: 'two arms wound around each other: needs more than one hidden layer, or a wide one',
    ...halves,
    count: 400,
    noise: 0.05,
    sample(random, index, noise, into) {
      const label = index % 2;
      const along = Math.sqrt(uniform(random));
      const angle = 3.5 * Math.PI * along + label * Math.PI;
      return point(into, along * Math.cos(angle), along * Math.sin(angle), random, noise, label);
    },
  },
  {
    name: 'circles',
    title: 'Circles',
    description: 'a disc inside a ring: no straight line separates them',
    ...halves,
    count: 400,
    noise: 0.05,
    sample(random, index, noise, into) {
      const label = index % 2;
      const radius = label === 1 ? 0.5 * Math.sqrt(uniform(random)) : 0.7 + 0.3 * uniform(random);
      const angle = 2 * Math.PI * uniform(random);
      return point(into, radius * Math.cos(angle), radius * Math.sin(angle), random, noise, label);
    },
  },
  {
    name: 'xor',
    title: 'Exclusive or',
    description: 'opposite quadrants belong together: the smallest problem that one layer cannot solve',
    ...halves,
    count: 400,
    noise: 0.05,
    sample(random, _, noise, into) {
      const [x, y] = [2 * uniform(random) - 1, 2 * uniform(random) - 1];
      // A gap along the axes, so that noise does not carry points across.
      const apart = (value: number) => value + Math.sign(value) * 0.1;
      return point(into, apart(x), apart(y), random, noise, x * y < 0 ? 1 : 0);
    },
  },
  {
    name: 'two-gaussians',
    title: 'Two Gaussians',
    description: 'two round clouds: one straight line separates them',
    ...halves,
    count: 400,
    noise: 0.4,
    sample(random, index, noise, into) {
      const label = index % 2;
      const centre = label === 1 ? 0.7 : -0.7;
      return point(into, centre, centre, random, noise, label);
    },
  },
  {
    name: 'moons',
    title: 'Two moons',
    description: 'two half circles that reach into each other',
    ...halves,
    count: 400,
    noise: 0.1,
    sample(random, index, noise, into) {
      const label = index % 2;
      const angle = Math.PI * uniform(random);
      const [x, y] = label === 1 ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
      return point(into, x - 0.5, y - 0.25, random, noise, label);
    },
  },
  {
    name: 'quadratic',
    title: 'x₁² + x₂',
    description: 'a parabola in one direction, a slope in the other',
    task: 'regression',
    classes: 0,
    ...plane,
    targetNames: ['x1² + x2'],
    count: 400,
    noise: 0,
    sample(random, _, noise, into) {
      const [x, y] = [2 * uniform(random) - 1, 2 * uniform(random) - 1];
      into.set([x, y]);
      return x * x + y + noise * normal(random);
    },
  },
  {
    name: 'sine',
    title: 'Sine',
    description: 'sin x from −π to π',
    task: 'regression',
    classes: 0,
    sampleShape: [1],
    featureNames: ['x'],
    targetNames: ['sin x'],
    count: 400,
    noise: 0.05,
    sample(random, _, noise, into) {
      const x = Math.PI * (2 * uniform(random) - 1);
      into[0] = x;
      return Math.sin(x) + noise * normal(random);
    },
  },
  {
    name: 'blobs',
    title: 'Blobs',
    description: 'a round cloud for each class, in as many dimensions as the network takes',
    task: 'multiclass',
    classes: null,
    sampleShape: null,
    count: 600,
    noise: 0.25,
    sample(random, index, noise, into, classes) {
      const label = index % classes;
      // In the plane the centres stand on a circle; elsewhere each class has a pattern of its own.
      const centres = createRandom(7919 + label);
      for (let place = 0; place < into.length; place++) {
        const angle = (2 * Math.PI * label) / classes + (place % 2 === 0 ? 0 : -Math.PI / 2);
        into[place] = (into.length <= 2 ? Math.cos(angle) : normal(centres)) + noise * normal(random);
      }
      return label;
    },
  },
  {
    name: 'digits',
    title: 'Digits',
    description: 'the digits 0 to 9 drawn with a pen, shifted, slanted and noisy, 28×28 in grey from 0 to 1',
    task: 'multiclass',
    classes: 10,
    sampleShape: [digitSize, digitSize, 1],
    targetNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    count: 1000,
    noise: 0.05,
    sample(random, index, noise, into) {
      const digit = index % 10;
      drawDigit(random, digit, noise, into);
      return digit;
    },
  },
  {
    name: 'ecg',
    title: 'Heartbeats',
    description: `traces like an electrocardiogram's, ${heartbeatLength} values: regular beats, and beats with a premature, wide complex`,
    task: 'binary',
    classes: 2,
    sampleShape: [heartbeatLength, 1],
    shortest: 64,
    targetNames: ['regular', 'premature'],
    count: 600,
    noise: 0.03,
    sample(random, index, noise, into) {
      const label = index % 2;
      drawHeartbeat(random, label === 1, noise, into);
      return label;
    },
  },
];

export function generatorNamed(name: string): Generator | undefined {
  return generators.find((generator) => generator.name === name);
}

/** The sets that this network can train on as it is, with the loss of its plan. */
export function suitableGenerators(network: Network, plan: Pick<TrainingPlan, 'loss'>): readonly Generator[] {
  return generators.filter((generator) => fitOf(generator, network, plan) !== null);
}

/**
 * The set for this network: x in the shape of its input, y as its loss takes it. Throws an Error, for people, when the set
 * does not fit. The same seed gives the same samples, in random order.
 */
export function generateDataset(
  generator: Generator,
  network: Network,
  plan: Pick<TrainingPlan, 'loss'>,
  { count = generator.count, noise = generator.noise, seed = 0 } = {},
): Dataset {
  const fit = fitOf(generator, network, plan);
  if (!fit) throw new Error(`The set ${generator.title} does not fit this network: ${needs(generator)}.`);
  const { shape, classes } = fit;
  const random = createRandom(seed);
  const width = sizeOf(shape);
  const x = new Float32Array(count * width);
  const labels = new Float32Array(count);
  // The samples come in random order, so that a held-out end holds every class.
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  shuffle(random, order);
  for (const [index, place] of order.entries()) {
    labels[place] = generator.sample(random, index, noise, x.subarray(place * width, (place + 1) * width), classes);
  }
  const y = fit.encode(labels);
  const description = `${generator.title}, ${count.toLocaleString('en-US')} samples${noise > 0 ? `, noise ${noise}` : ''}`;
  return {
    x: [{ shape: [count, ...shape], values: x }],
    y: [y],
    provenance: { kind: 'generated', description },
    ...(generator.featureNames && { featureNames: generator.featureNames }),
    ...(generator.targetNames && { targetNames: generator.targetNames }),
  };
}

interface Fit {
  /** Of one sample, as the network takes it. */
  readonly shape: readonly number[];
  readonly classes: number;
  encode(labels: Float32Array): NumberArray;
}

function fitOf(generator: Generator, network: Network, { loss }: Pick<TrainingPlan, 'loss'>): Fit | null {
  const [input, output] = [network.layers[network.inputs[0] ?? -1]?.outputShape, network.layers[network.outputs[0] ?? -1]?.outputShape];
  if (network.inputs.length !== 1 || network.outputs.length !== 1 || !input || !output) return null;
  if (network.layers.some(({ type, inputs }) => type === 'Embedding' && inputs.includes(network.inputs[0] ?? -1))) return null;
  const shape = sampleShapeFor(generator, input);
  if (!shape) return null;
  if (generator.classes === 0) {
    if (lossKinds[loss.name].labels !== 'numbers' || output.length !== 2 || output[1] !== 1) return null;
    return { shape, classes: 0, encode: (values) => ({ shape: [values.length, 1], values }) };
  }
  const classes = generator.classes ?? Math.max(2, output.at(-1) ?? 0);
  const encode = (labels: Float32Array) => encodeClasses(loss.name, output, labels, classes);
  const trial = encode(new Float32Array(1));
  return trial && { shape, classes, encode: (labels) => encode(labels) ?? trial };
}

/** The input's own shape when it holds a sample of this set: with or without its last 1, images also flat. */
function sampleShapeFor({ sampleShape, shortest }: Generator, input: Shape): readonly number[] | null {
  const sizes = input.slice(1);
  if (sampleShape === null) return sizes.length === 1 && typeof sizes[0] === 'number' ? [sizes[0]] : null;
  if (sizes.length === 0) return null;
  const trimmed = (shape: Shape) => shape.filter((size, axis) => axis === 0 || size !== 1 || axis < shape.length - 1);
  const own = trimmed(sampleShape);
  const asMade = trimmed(sizes);
  const fits = own.length === asMade.length && own.every((size, axis) => asMade[axis] === null || asMade[axis] === size);
  if (fits) return sizes.map((size, axis) => size ?? own[axis] ?? 1);
  const [length] = asMade;
  if (shortest !== undefined && asMade.length === 1 && typeof length === 'number' && length >= shortest) {
    return sizes.map((size) => size ?? length);
  }
  return sizes.length === 1 && sizes[0] === sizeOf(sampleShape) ? [sizeOf(sampleShape)] : null;
}

function needs({ sampleShape, classes }: Generator): string {
  const input = sampleShape ? `an input of ${sampleShape.join('×')}` : 'an input of one dimension';
  if (classes === 0) return `it needs ${input} and one output with a loss for real numbers`;
  const outputs = classes === null ? 'two or more' : classes === 2 ? 'one or two' : String(classes);
  return `it needs ${input} and ${outputs} outputs with a loss for classes`;
}

function point(into: Float32Array, x: number, y: number, random: Random, noise: number, label: number): number {
  into[0] = x + noise * normal(random);
  into[1] = y + noise * normal(random);
  return label;
}
