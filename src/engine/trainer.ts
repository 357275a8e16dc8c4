// Trains: the weights and the optimizer's state on a device, one step at a time. It knows no time, no frames and no
// messages; run.ts conducts it. What a step computed stays until the step is released, so that probes can read it.
import { type LossInput, lossInput, lossKinds } from '../network/losses.ts';
import { lower } from '../network/lower.ts';
import type { Network, Weight } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import type { Random } from '../network/random.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { HostBatch } from './batches.ts';
import { computeMetric } from './metrics.ts';
import { type OptimizerKernels, optimizerKernels } from './optimizers.ts';
import { absolute, add, multiply, sign, square, sumAll } from './tfjs/arithmetic.ts';
import type { Arena, Kernels, Tensor } from './tfjs/kernels.ts';
import { computeLoss } from './tfjs/losses.ts';
import { backward, type ForwardPass, forward, wantedGradients } from './tfjs/pass.ts';

/** All that one step computed; valid until it is released. */
export interface Step {
  /** Updates made when it is over: 1 for the first step; 0 for a look before training. */
  readonly step: number;
  readonly samples: number;
  /** By node of the program: the batch's values. */
  readonly values: readonly Tensor[];
  /** By node: gradients of the loss; empty where no backward pass was made. */
  readonly gradients: readonly (Tensor | undefined)[];
  /** By weight of the program: gradients of the loss with its regularizers, for weights that are trained. */
  readonly weightGradients: readonly (Tensor | undefined)[];
  /** By weight: before and after the update. The same where there was none. */
  readonly before: readonly Tensor[];
  readonly after: readonly Tensor[];
  /** `[1]` each: the loss before the update, then the metrics in the plan's order (by output, then by metric). */
  readonly figures: readonly Tensor[];
  /** False when the loss was seen not to be finite in time: then nothing was updated. */
  readonly updated: boolean;
  readonly arena: Arena;
}

export class Trainer {
  readonly kernels: Kernels;
  readonly network: Network;
  readonly program: Program;
  readonly plan: TrainingPlan;
  /** Weights of the program, in its order, as the network describes them. */
  readonly descriptions: readonly Weight[];
  readonly #random: Random;
  readonly #optimizer: OptimizerKernels;
  readonly #lossInputs: readonly LossInput[];
  readonly #wanted: readonly boolean[];
  /** By weight: the program's node that names it. */
  readonly #weightNodes: readonly number[];
  #weights: readonly Tensor[] = [];
  #slots: readonly (readonly Tensor[])[] = [];
  #step = 0;

  /**
   * `initial`: values of each weight of the program, in its order; `random` draws dropout.
   * Throws a LoweringError where the network cannot be trained.
   */
  constructor(kernels: Kernels, network: Network, plan: TrainingPlan, initial: readonly Float32Array[], random: Random) {
    this.kernels = kernels;
    this.network = network;
    this.plan = plan;
    this.program = lower(network);
    this.#random = random;
    this.#optimizer = optimizerKernels(plan.optimizer);
    this.descriptions = programWeights(network, this.program);
    this.#lossInputs = this.program.outputs.map((_node, output) => lossInput(plan.loss, this.program, output));
    this.#wanted = wantedGradients(this.program, (weight) => this.descriptions[weight]?.trainable ?? false);
    this.#weightNodes = weightNodes(this.program);
    const arena: Arena = { tensors: [] };
    kernels.within(arena, () => {
      this.#weights = this.descriptions.map(({ shape }, index) => {
        const values = initial[index] ?? new Float32Array();
        return kernels.keep(kernels.tensor(shape.map(Number), values.slice()));
      });
      this.#slots = this.descriptions.map(({ trainable, shape }) =>
        trainable ? this.#optimizer.slots.map((value) => kernels.keep(filled(kernels, shape.map(Number), value))) : [],
      );
    });
    kernels.releaseAll(arena);
  }

  /** Updates made so far. */
  get step(): number {
    return this.#step;
  }

  get weights(): readonly Tensor[] {
    return this.#weights;
  }

  /** One update on one batch. The caller releases the result. */
  train(batch: HostBatch): Step {
    const { kernels } = this;
    const arena: Arena = { tensors: [] };
    return kernels.within(arena, () => {
      const before = this.#weights;
      const { pass, figures, seeds } = this.#compare(batch, true);
      const base = { samples: batch.count, values: pass.values, before, figures, arena };
      const loss = figures[0] && kernels.peek(figures[0])?.[0];
      if (loss !== undefined && !Number.isFinite(loss)) {
        return { ...base, step: this.#step + 1, gradients: [], weightGradients: [], after: before, updated: false };
      }
      const gradients = backward(kernels, this.program, pass, seeds(), this.#wanted);
      const weightGradients = this.#regularized(gradients);
      this.#update(weightGradients, pass, arena);
      return { ...base, step: this.#step, gradients, weightGradients, after: this.#weights, updated: true };
    });
  }

  /** A forward pass without dropout, with its loss and metrics. Changes nothing. The caller releases the result. */
  look(batch: HostBatch): Step {
    const arena: Arena = { tensors: [] };
    return this.kernels.within(arena, () => {
      const { pass, figures } = this.#compare(batch, false);
      const weights = this.#weights;
      return {
        step: this.#step,
        samples: batch.count,
        values: pass.values,
        gradients: [],
        weightGradients: [],
        before: weights,
        after: weights,
        figures,
        updated: false,
        arena,
      };
    });
  }

  /** Values by node for these inputs, without dropout, with these weights or those of now, in the arena of the moment. */
  infer(inputs: readonly Tensor[], weights: readonly Tensor[] = this.#weights): readonly Tensor[] {
    return forward(this.kernels, this.program, weights, inputs, { training: false, random: this.#random }).values;
  }

  dispose(): void {
    for (const weight of this.#weights) this.kernels.release(weight);
    for (const slots of this.#slots) for (const slot of slots) this.kernels.release(slot);
    this.#weights = [];
    this.#slots = [];
  }

  #compare({ x, y }: HostBatch, training: boolean) {
    const { kernels, program, plan } = this;
    const inputs = x.map(({ shape, values }) => kernels.tensor(shape, values));
    const targets = y.map(({ shape, values }) => kernels.tensor(shape, values));
    const pass = forward(kernels, program, this.#weights, inputs, { training, random: this.#random });
    const results = this.#lossInputs.map(({ node, fromLogits }, output) => {
      const outputNode = program.outputs[output] ?? node;
      const [read, probabilities, target] = [pass.values[node], pass.values[outputNode], targets[output]];
      if (!read || !probabilities || !target) throw new RangeError(`The batch has no targets for output ${output}.`);
      // What the network computed already, where it is what the loss would compute of its scores.
      const known =
        outputNode !== node && operationName(program, outputNode) === lossKinds[plan.loss.name].activation ? { probabilities } : {};
      const { value, gradient } = computeLoss(kernels, { name: plan.loss.name, read, fromLogits, target, ...known });
      const metrics = plan.metrics.map(({ name }) => computeMetric(kernels, name, probabilities, target));
      return { node, value, gradient, metrics };
    });
    let loss = results.map(({ value }) => value).reduce((sum, value) => add(kernels, sum, value));
    const penalty = this.#penalty();
    if (penalty) loss = add(kernels, loss, penalty);
    return {
      pass,
      figures: [loss, ...results.flatMap(({ metrics }) => metrics)],
      seeds: () => new Map(results.map(({ node, gradient }) => [node, gradient()])),
    };
  }

  /** Σ l1·|w| + l2·w² over the weights that are trained, as Keras. */
  #penalty(): Tensor | null {
    const { kernels } = this;
    let total: Tensor | null = null;
    const include = (part: Tensor) => {
      total = total ? add(kernels, total, part) : part;
    };
    this.descriptions.forEach(({ regularizer, trainable }, index) => {
      const weight = this.#weights[index];
      if (!weight || !regularizer || !trainable) return;
      if (regularizer.l1 !== 0) include(multiply(kernels, sumAll(kernels, absolute(kernels, weight)), regularizer.l1));
      if (regularizer.l2 !== 0) include(multiply(kernels, sumAll(kernels, square(kernels, weight)), regularizer.l2));
    });
    return total;
  }

  #regularized(gradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const { kernels } = this;
    return this.#weightNodes.map((node, index) => {
      let gradient = gradients[node];
      const { regularizer, trainable } = this.descriptions[index] ?? {};
      const weight = this.#weights[index];
      if (!gradient || !weight || !trainable) return undefined;
      if (regularizer && regularizer.l1 !== 0) gradient = add(kernels, gradient, multiply(kernels, sign(kernels, weight), regularizer.l1));
      if (regularizer && regularizer.l2 !== 0) gradient = add(kernels, gradient, multiply(kernels, weight, 2 * regularizer.l2));
      return gradient;
    });
  }

  #update(gradients: readonly (Tensor | undefined)[], { moved }: ForwardPass, arena: Arena): void {
    const { kernels } = this;
    this.#step++;
    const update = this.#optimizer.begin(kernels, this.#step);
    const weights: Tensor[] = [];
    const allSlots: (readonly Tensor[])[] = [];
    this.#weights.forEach((weight, index) => {
      const gradient = gradients[index];
      const slots = this.#slots[index] ?? [];
      const next = gradient ? update(kernels, weight, gradient, slots) : { weight: moved.get(index) ?? weight, slots };
      weights.push(kernels.keep(next.weight));
      allSlots.push(next.slots.map((slot) => kernels.keep(slot)));
      // The old ones are the step's now, and go with it.
      arena.tensors.push(weight, ...slots);
    });
    this.#weights = weights;
    this.#slots = allSlots;
  }
}

/** The weights of a program as its network describes them, in the program's order. */
export function programWeights(network: Network, program: Program): readonly Weight[] {
  return program.weights.map(({ layer, weight }) => {
    const description = network.layers[layer]?.weights[weight];
    if (!description) throw new RangeError(`The network has no weight ${weight} in layer ${layer}.`);
    return description;
  });
}

function operationName(program: Program, node: number): string | undefined {
  const operation = program.nodes[node]?.operation;
  return operation?.name === 'activation' ? operation.activation.name : operation?.name;
}

function weightNodes(program: Program): readonly number[] {
  const nodes: number[] = [];
  program.nodes.forEach(({ operation }, index) => {
    if (operation.name === 'weight') nodes[operation.weight] = index;
  });
  return nodes;
}

function filled(kernels: Kernels, shape: readonly number[], value: number): Tensor {
  return kernels.tensor(shape, new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value));
}
