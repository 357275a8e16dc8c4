// Numbers of the right shape for any network: to see it train before there is data. They mean nothing, and whoever shows
// them says so; the targets follow a simple rule of the inputs, so that there is something to learn.
import { lossKinds, targetShape } from '../network/losses.ts';
import type { Layer, Network } from '../network/network.ts';
import { createRandom, normal, type Random, uniform } from '../network/random.ts';
import type { Shape } from '../network/shape.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { sizeOf } from './array/shape.ts';
import type { Dataset, NumberArray } from './dataset.ts';

/** A variable length (a sequence's) becomes this long. */
const variableLength = 16;
/** Each target looks at so many numbers of its sample: enough to depend on it, cheap for large inputs. */
const regarded = 16;

/**
 * `count` samples: standard normal numbers, integers within range where an Embedding takes them; targets from a random
 * linear rule of the inputs, as the loss takes them. Throws an Error when an input or output shape is not known.
 */
export function syntheticDataset(network: Network, plan: TrainingPlan, { count = 256, seed = 0 } = {}): Dataset {
  const random = createRandom(seed);
  const x = network.inputs.map((index) => inputs(random, network, index, count));
  const y = network.outputs.map((index) => targets(random, shapeOf(network.layers[index]), plan, x, count));
  const description = `random numbers of the right shape, ${count} samples`;
  return { x, y, provenance: { kind: 'synthetic', description } };
}

function inputs(random: Random, network: Network, index: number, count: number): NumberArray {
  const shape = sized(shapeOf(network.layers[index]), count);
  const embedding = network.layers.find((layer) => layer.type === 'Embedding' && layer.inputs.includes(index));
  const rows = embedding?.configuration['inputDim'];
  const next = typeof rows === 'number' ? () => Math.floor(uniform(random) * rows) : () => normal(random);
  return { shape, values: Float32Array.from({ length: sizeOf(shape) }, next) };
}

function targets(random: Random, output: Shape, { loss }: TrainingPlan, x: readonly NumberArray[], count: number): NumberArray {
  const scores = linearScores(random, sizeOf(sized(output, 1)), x, count);
  const classes = output.at(-1) ?? variableLength;
  const { labels } = lossKinds[loss.name];
  switch (labels) {
    case 'numbers':
      return { shape: sized(output, count), values: scores };
    case 'probabilities':
      return { shape: sized(output, count), values: scores.map((score) => (score > 0 ? 1 : 0)) };
    case 'oneHot': {
      const best = largest(scores, classes);
      return {
        shape: sized(output, count),
        values: scores.map((_, place) => (best[Math.floor(place / classes)] === place % classes ? 1 : 0)),
      };
    }
    case 'classIndices':
      return { shape: sized(targetShape(loss.name, output), count), values: largest(scores, classes) };
    default:
      return labels satisfies never;
  }
}

/** `[count, size]`: each a random combination of some of its sample's numbers, about standard normal. */
function linearScores(random: Random, size: number, x: readonly NumberArray[], count: number): Float32Array {
  const scores = new Float32Array(count * size);
  for (const { values } of x) {
    const width = values.length / Math.max(1, count);
    const [mean, deviation] = spread(values);
    for (let target = 0; target < size; target++) {
      const places = Array.from({ length: Math.min(regarded, width) }, () => Math.floor(uniform(random) * width));
      const weights = places.map(() => normal(random) / Math.sqrt(places.length * x.length));
      for (let sample = 0; sample < count; sample++) {
        let sum = 0;
        for (const [place, from] of places.entries()) {
          sum += ((weights[place] as number) * ((values[sample * width + from] as number) - mean)) / deviation;
        }
        scores[sample * size + target] = (scores[sample * size + target] as number) + sum;
      }
    }
  }
  return scores;
}

/** Mean and standard deviation: brings tokens to the size of normal numbers. */
function spread(values: Float32Array): readonly [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(variance) || 1];
}

/** Of each `width` scores the index of the largest. */
function largest(scores: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: scores.length / width }, (_, row) => {
    const line = scores.subarray(row * width, (row + 1) * width);
    return line.indexOf(line.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY));
  });
}

function shapeOf(layer: Layer | undefined): Shape {
  if (!layer?.outputShape) throw new Error(`The shape of ${layer?.name ?? 'a layer'} is not known, so no data can be made for it.`);
  return layer.outputShape;
}

/** The shape with `count` samples and every other unknown size chosen. */
function sized(shape: Shape, count: number): number[] {
  return shape.map((size, axis) => (axis === 0 ? count : (size ?? variableLength)));
}
