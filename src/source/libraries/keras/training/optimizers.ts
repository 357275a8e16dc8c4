// Keras's optimizers: by name, as objects with their arguments and older spellings, Keras 3's defaults.
import type { Optimizer } from '../../../../network/training-plan.ts';
import { type Arguments, argument } from '../../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../../evaluate/library.ts';
import {
  type DefinedObjectType,
  defineObjectType,
  float,
  type LibraryCall,
  type ObjectValue,
  type Value,
} from '../../../evaluate/value.ts';
import { plainNumber } from '../reading.ts';
import { variable } from '../variable.ts';

export interface OptimizerReading {
  /** As Keras's class is called: `Adam`. */
  readonly name: string;
  readonly learningRate: number | null;
  /** Null where the source's is not known or not one that Layerscope runs; `reasons` then say why. */
  readonly optimizer: Optimizer | null;
  /** Also what is not applied though the optimizer runs. */
  readonly reasons: readonly string[];
}

export type OptimizerObject = ObjectValue<OptimizerReading>;

const object: DefinedObjectType<OptimizerReading> = defineObjectType<OptimizerReading>({
  name: 'keras.optimizers.Optimizer',
  attribute(self, name, context) {
    if (!isRate(name)) return undefined;
    const { learningRate } = self.state;
    const value = learningRate === null ? context.unknown('the learning rate of the optimizer is not known') : float(learningRate);
    return variable.create({ value, write: (written, writing) => writeRate(self, written, writing) }, context.range) as ObjectValue;
  },
  setAttribute(self, name, value, context) {
    if (isRate(name)) writeRate(self, value, context);
    else if (name in (signatures[self.state.name]?.numbers ?? {}) || notApplied.includes(name) || name === 'weight_decay') {
      change(
        self,
        { optimizer: null, reasons: [...self.state.reasons, `Layerscope does not read the ${name} that the optimizer is given later yet`] },
        context,
      );
    }
  },
  join: (left, right, { reason }) => eitherOptimizer(left, right, reason),
});

/** What is certain of an optimizer that is one of two. */
export function eitherOptimizer(left: OptimizerReading, right: OptimizerReading, reason: string): OptimizerReading {
  if (JSON.stringify(left) === JSON.stringify(right)) return left;
  const what = left.name === right.name ? 'how the optimizer is set' : 'which optimizer it is';
  return {
    name: left.name === right.name ? left.name : `${left.name} or ${right.name}`,
    learningRate: left.learningRate === right.learningRate ? left.learningRate : null,
    optimizer: null,
    reasons: [...new Set([...left.reasons, ...right.reasons, `${what} depends on a condition: ${reason}`])],
  };
}

/** As it is now: what is written to it later does not show. */
export function copyOptimizer({ state, range }: OptimizerObject): OptimizerObject {
  return object.create(state, range);
}

function isRate(name: string): boolean {
  return name === 'learning_rate' || name === 'lr';
}

function writeRate(self: OptimizerObject, value: Value, context: EvaluationContext): void {
  const learningRate = plainNumber(value, context);
  const { optimizer, reasons } = self.state;
  if (learningRate !== null) change(self, { learningRate, optimizer: optimizer && { ...optimizer, learningRate } }, context);
  else
    change(
      self,
      { learningRate: null, optimizer: null, reasons: [...reasons, `the learning_rate of the optimizer is not known: ${reasonOf(value)}`] },
      context,
    );
}

function change(self: OptimizerObject, changes: Partial<OptimizerReading>, context: EvaluationContext): void {
  context.touch(self as ObjectValue);
  self.state = { ...self.state, ...changes };
}

interface Signature {
  /** Positional order of the numbers after Keras 3, with their defaults; `null` where None is the default. */
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly make: ((numbers: Readonly<Record<string, number>>, flags: Readonly<Record<string, boolean>>) => Optimizer) | null;
}

const signatures: Readonly<Record<string, Signature>> = {
  SGD: {
    numbers: { learning_rate: 0.01, momentum: 0 },
    flags: { nesterov: false },
    make: ({ learning_rate, momentum }, { nesterov }) => ({
      name: 'sgd',
      learningRate: learning_rate ?? 0,
      momentum: momentum ?? 0,
      nesterov: nesterov ?? false,
    }),
  },
  Adam: { numbers: moments(), flags: { amsgrad: false }, make: adaptive('adam') },
  AdamW: {
    numbers: { learning_rate: 0.001, weight_decay: 0.004, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 },
    flags: { amsgrad: false },
    make: adaptive('adamW'),
  },
  Nadam: { numbers: moments(), make: adaptive('nadam') },
  Adamax: { numbers: moments(), make: adaptive('adamax') },
  RMSprop: {
    numbers: { learning_rate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7 },
    flags: { centered: false },
    make: ({ learning_rate, rho, momentum, epsilon }, { centered }) => ({
      name: 'rmsprop',
      learningRate: learning_rate ?? 0,
      rho: rho ?? 0,
      momentum: momentum ?? 0,
      epsilon: epsilon ?? 0,
      centered: centered ?? false,
    }),
  },
  Adagrad: {
    numbers: { learning_rate: 0.001, initial_accumulator_value: 0.1, epsilon: 1e-7 },
    make: ({ learning_rate, initial_accumulator_value, epsilon }) => ({
      name: 'adagrad',
      learningRate: learning_rate ?? 0,
      epsilon: epsilon ?? 0,
      initialAccumulator: initial_accumulator_value ?? 0,
    }),
  },
  Adadelta: {
    numbers: { learning_rate: 0.001, rho: 0.95, epsilon: 1e-7 },
    make: ({ learning_rate, rho, epsilon }) => ({
      name: 'adadelta',
      learningRate: learning_rate ?? 0,
      rho: rho ?? 0,
      epsilon: epsilon ?? 0,
    }),
  },
  ...Object.fromEntries(
    ['Ftrl', 'Lion', 'Lamb', 'Adafactor', 'Muon', 'LossScaleOptimizer'].map((name) => [
      name,
      { numbers: { learning_rate: 0.001 }, make: null },
    ]),
  ),
};

/** Arguments that change a step in a way that is not applied. */
const notApplied = ['clipnorm', 'clipvalue', 'global_clipnorm', 'use_ema', 'decay', 'schedule_decay', 'gradient_accumulation_steps'];

const byLowerName: ReadonlyMap<string, string> = new Map(Object.keys(signatures).map((name) => [name.toLowerCase(), name]));

export const optimizerRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  Object.keys(signatures).flatMap((name) =>
    [...new Set([name, name.toLowerCase(), name.replace('RMSprop', 'RMSProp')])].map((spelling) => [
      `keras.optimizers.${spelling}`,
      (args: Arguments, context: EvaluationContext) => object.create(readArguments(name, args, context), args.range) as ObjectValue,
    ]),
  ),
);

/** A `compile(optimizer=…)` argument: a name, an object, or a class. */
export function readOptimizer(value: Value, context: EvaluationContext): OptimizerObject | null {
  if (value.kind === 'none') return null;
  if (object.is(value)) return value;
  if (value.kind === 'function') {
    const made = context.call(value, []);
    if (object.is(made)) return made;
  }
  return object.create(otherOptimizer(value, context), context.range);
}

/** What is not an optimizer object: a name, or something that is not known. */
function otherOptimizer(value: Value, context: EvaluationContext): OptimizerReading {
  if (value.kind === 'string') {
    const name = byLowerName.get(value.value.toLowerCase());
    if (name) return readArguments(name, { positional: [], keywords: new Map(), rest: null, range: context.range }, context);
    return {
      name: value.value,
      learningRate: null,
      optimizer: null,
      reasons: [`Layerscope does not know the optimizer ${value.value} yet`],
    };
  }
  const called = value.kind === 'unknown' ? value.name?.replace(/\(\)$/, '') : undefined;
  const reason = value.kind === 'unknown' ? value.reason : value.kind === 'choice' ? value.unknown.reason : `it is a ${value.kind}`;
  return {
    name: called?.slice(called.lastIndexOf('.') + 1) ?? 'unknown',
    learningRate: null,
    optimizer: null,
    reasons: [`the optimizer is not known: ${reason}`],
  };
}

function readArguments(name: string, args: Arguments, context: EvaluationContext): OptimizerReading {
  const signature = signatures[name];
  if (!signature) return { name, learningRate: null, optimizer: null, reasons: [`Layerscope does not know the optimizer ${name} yet`] };
  const reasons: string[] = [];
  const numbers: Record<string, number> = {};
  for (const [position, [parameter, fallback]] of Object.entries(signature.numbers).entries()) {
    const value = argument(args, position, parameter, ...(legacy[parameter] ?? []));
    const isDefault = !value || value.kind === 'none';
    const known = isDefault ? fallback : plainNumber(value, context);
    if (known === null && !isDefault) reasons.push(`the ${parameter} of the optimizer is not known: ${reasonOf(value)}`);
    if (known !== null) numbers[parameter] = known;
  }
  const isKnown = reasons.length === 0;
  const decay = argument(args, -1, 'weight_decay');
  if (decay && decay.kind !== 'none' && !('weight_decay' in signature.numbers)) {
    const known = plainNumber(decay, context);
    if (known === null || !takesDecay(name)) reasons.push('Layerscope does not apply the weight_decay of this optimizer yet');
    else numbers['weight_decay'] = known;
  }
  const flags = Object.fromEntries(
    Object.entries(signature.flags ?? {}).map(([flag, fallback]) => {
      const value = args.keywords.get(flag);
      return [flag, value?.kind === 'boolean' ? value.value : fallback];
    }),
  );
  if (flags['amsgrad']) reasons.push('Layerscope does not apply amsgrad yet');
  for (const parameter of notApplied) {
    const value = args.keywords.get(parameter);
    const known = value ? plainNumber(value, context) : 0;
    if (value && value.kind !== 'none' && known !== 0) reasons.push(`Layerscope does not apply ${parameter} yet`);
  }
  if (!signature.make) reasons.push(`Layerscope does not know the optimizer ${name} yet`);
  return {
    name,
    learningRate: numbers['learning_rate'] ?? null,
    optimizer: isKnown && signature.make ? signature.make(numbers, flags) : null,
    reasons,
  };
}

/** Names that Keras 1, Keras 2 and TensorFlow 1 gave. */
const legacy: Readonly<Record<string, readonly string[]>> = {
  learning_rate: ['lr'],
  beta_1: ['beta1'],
  beta_2: ['beta2'],
  rho: ['decay_rate'],
};

function moments(): Readonly<Record<string, number>> {
  return { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 };
}

function adaptive(name: 'adam' | 'adamW' | 'nadam' | 'adamax'): Signature['make'] {
  return ({ learning_rate, beta_1, beta_2, epsilon, weight_decay }) => ({
    name,
    learningRate: learning_rate ?? 0,
    beta1: beta_1 ?? 0,
    beta2: beta_2 ?? 0,
    epsilon: epsilon ?? 0,
    weightDecay: weight_decay ?? 0,
  });
}

function takesDecay(name: string): boolean {
  return name === 'Adam' || name === 'Nadam' || name === 'Adamax';
}

function reasonOf(value: Value): string {
  return value.kind === 'unknown' ? value.reason : value.kind === 'choice' ? value.unknown.reason : 'it is not a number';
}
