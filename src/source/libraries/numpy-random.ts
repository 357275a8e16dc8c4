// np.random.*, RandomState and default_rng: draws from streams, in the order of the source. A draw that is not followed, or
// whose arguments are not known, leaves the stream at a place that is not known: what comes after it is marked as unseeded.
import { ArrayError, arrayOfUnknown, LazyArray } from '../../data/array/array.ts';
import { astype, type DType } from '../../data/array/dtype.ts';
import { spread, unary } from '../../data/array/elementwise.ts';
import { index } from '../../data/array/indexing.ts';
import { broadcastShapes, sizeOf } from '../../data/array/shape.ts';
import { binomial, poisson } from '../../data/random/distributions.ts';
import { legacyGenerator, modernGenerator, type NumpyGenerator } from '../../data/random/numpy-generator.ts';
import { permutation, weightedChoice, weightedChoiceOnce } from '../../data/random/permutations.ts';
import { draw, type Stream, startStream, withoutSeed } from '../../data/random/stream.ts';
import type { Arguments } from '../evaluate/arguments.ts';
import type { EvaluationContext, StateKey } from '../evaluate/library.ts';
import { defineObjectType, type LibraryCall, type ListValue, none, type ObjectValue, type Value } from '../evaluate/value.ts';
import { Parameters, row } from './numpy-signature.ts';
import { arrayValue, attempt, changeInPlace, NotKnown, notKnown, numbersOf, readingBudget, resultValue, toArray } from './numpy-values.ts';

type NumpyStream = Stream<NumpyGenerator>;

/** Where a stream is kept: in the state of the reading, or in a generator object. */
interface Place {
  read(): NumpyStream;
  write(stream: NumpyStream): void;
}

/** Draws from the stream at a place. */
class Drawing {
  readonly p: Parameters;
  readonly #place: Place;

  constructor(p: Parameters, place: Place) {
    this.p = p;
    this.#place = place;
  }

  array(
    shape: readonly number[],
    dtype: DType,
    parameters: readonly LazyArray[],
    fill: (generator: NumpyGenerator, values: readonly Float64Array[], result: Float64Array) => void,
    cost?: number,
  ): LazyArray {
    const { array, stream } = draw(this.#place.read(), shape, dtype, parameters, fill, cost);
    this.#place.write(stream);
    return array;
  }

  /** One number an element from `sample`, with the parameters broadcast to the shape. */
  each(
    parameters: readonly LazyArray[],
    sample: (generator: NumpyGenerator, ...values: number[]) => number,
    options: { readonly shape?: readonly number[] | null; readonly dtype?: DType } = {},
  ): LazyArray {
    const given = options.shape === undefined ? this.size() : options.shape;
    const common = broadcastShapes(...parameters.map((parameter) => parameter.shape));
    const shape = given ?? common;
    return this.array(shape, options.dtype ?? 'float64', parameters, (generator, values, result) => {
      const wide = parameters.map((parameter, place) => spread(values[place] ?? result, parameter.shape, shape));
      for (let element = 0; element < result.length; element++) {
        result[element] = sample(generator, ...wide.map((array) => (array.length === 1 ? array[0] : array[element]) as number));
      }
    });
  }

  /** From here on the stream is at a place that is not known. */
  forget(): void {
    this.#place.write(withoutSeed(this.#place.read()));
  }

  /** The argument `size`; null when it is left out. */
  size(): readonly number[] | null {
    return this.p.optional('size') ? this.p.sizes('size') : null;
  }

  /** The argument, or a plain number where it is left out. */
  parameter(name: string, fallback: number): LazyArray {
    return this.p.optional(name) ? this.p.array(name) : toArray({ kind: 'float', value: fallback }, this.p.context);
  }
}

type Draw = readonly [signature: string, body: (drawing: Drawing) => LazyArray | Value];

const uniform01: Draw = ['size', (d) => d.each([], (generator) => generator.bits.next53())];
const normal01: Draw = ['size', (d) => d.each([], (generator) => generator.normal())];

/** What both generators have. */
const commonDraws: Readonly<Record<string, Draw>> = {
  uniform: [
    'low high size',
    (d) =>
      d.each(
        [d.parameter('low', 0), d.parameter('high', 1)],
        (generator, low = 0, high = 1) => low + (high - low) * generator.bits.next53(),
      ),
  ],
  normal: [
    'loc scale size',
    (d) => d.each([d.parameter('loc', 0), d.parameter('scale', 1)], (generator, mean = 0, scale = 1) => mean + scale * generator.normal()),
  ],
  lognormal: [
    'mean sigma size',
    (d) =>
      unary(
        'exp',
        d.each([d.parameter('mean', 0), d.parameter('sigma', 1)], (generator, mean = 0, scale = 1) => mean + scale * generator.normal()),
      ),
  ],
  standard_normal: normal01,
  exponential: ['scale size', (d) => d.each([d.parameter('scale', 1)], (generator, scale = 1) => scale * generator.exponential())],
  standard_exponential: ['size', (d) => d.each([], (generator) => generator.exponential())],
  binomial: [
    'n p size',
    (d) =>
      d.each([d.p.array('n'), d.p.array('p')], (generator, n = 0, p = 0) => counted(binomial(generator.bits, n, p)), { dtype: 'int64' }),
  ],
  poisson: [
    'lam size',
    (d) => d.each([d.parameter('lam', 1)], (generator, mean = 1) => counted(poisson(generator.bits, mean)), { dtype: 'int64' }),
  ],
  choice: ['a size replace p axis shuffle', choice],
  permutation: ['x axis', permuted],
  shuffle: ['x axis', shuffled],
};

const legacyDraws: Readonly<Record<string, Draw>> = {
  ...commonDraws,
  random: uniform01,
  random_sample: uniform01,
  ranf: uniform01,
  sample: uniform01,
  rand: ['*sizes', (d) => d.each([], (generator) => generator.bits.next53(), { shape: variadicShape(d) })],
  randn: ['*sizes', (d) => d.each([], (generator) => generator.normal(), { shape: variadicShape(d) })],
  randint: ['low high size dtype', (d) => integers(d, false)],
  random_integers: ['low high size', (d) => integers(d, true)],
};

const modernDraws: Readonly<Record<string, Draw>> = {
  ...commonDraws,
  random: [
    'size dtype',
    (d) => {
      if (d.p.dtype('dtype', 'float64') === 'float64') return d.each([], (generator) => generator.bits.next53());
      return d.each([], (generator) => (generator.bits.next32() >>> 8) / 16777216, { dtype: 'float32' });
    },
  ],
  integers: ['low high size dtype endpoint', (d) => integers(d, d.p.flag('endpoint', false))],
};

/** Distributions whose numbers are not followed, but whose shape is: the number of parameters before `size`. */
const otherDistributions: Readonly<Record<string, number>> = {
  beta: 2,
  chisquare: 1,
  f: 2,
  gamma: 2,
  geometric: 1,
  gumbel: 2,
  hypergeometric: 3,
  laplace: 2,
  logistic: 2,
  logseries: 1,
  negative_binomial: 2,
  noncentral_chisquare: 2,
  noncentral_f: 3,
  pareto: 1,
  power: 1,
  rayleigh: 1,
  standard_cauchy: 0,
  standard_gamma: 1,
  standard_t: 1,
  triangular: 3,
  vonmises: 2,
  wald: 2,
  weibull: 1,
  zipf: 1,
};

/** Draws whose result is not followed at all. */
const otherDraws = [
  'dirichlet',
  'multinomial',
  'multivariate_normal',
  'bytes',
  'set_state',
  'permuted',
  'multivariate_hypergeometric',
  'spawn',
];

/** The stream that the functions of np.random share: drawn from `entropy` until the source sets a seed. */
const globalStream: StateKey<NumpyStream> = {
  name: 'numpy.random',
  initial: () => startStream(legacyGenerator(unseededNumber), false),
  // One side may have drawn more than the other.
  join: (left) => withoutSeed(left),
};

/** What unseeded streams start from: the same at every reading, so that looking at a text twice shows the same numbers. */
const unseededNumber = 0x5eed;

/** Seeds the stream that np.random's functions share, as `np.random.seed` and `keras.utils.set_random_seed` do; null: from the clock. */
export function seedNumpy(context: EvaluationContext, seed: number | readonly number[] | null): void {
  context.write(globalStream, startStream(legacyGenerator(seed ?? unseededNumber), seed !== null));
}

/** The functions of np.random, without that prefix. */
export const randomRows: Readonly<Record<string, LibraryCall>> = {
  ...Object.fromEntries(
    Object.entries(drawCalls(legacyDraws)).map(([name, call]) => [
      name,
      (args: Arguments, context: EvaluationContext) => call(globalPlace(context), args, context),
    ]),
  ),
  seed: row('seed', (p) => {
    seedNumpy(p.context, seedIn(p));
    return none;
  }),
  RandomState: row('seed', (p) => legacyObject.create(freshStream(p, legacyGenerator), p.context.range)),
  default_rng: row('seed', modernObjectOf),
  Generator: row('seed', modernObjectOf),
  // A bit generator is only ever handed to Generator.
  PCG64: row('seed', modernObjectOf),
};

/** A seed for a stream that the source does not seed: another for each, the same at every reading. */
export function unseededSeed(context: EvaluationContext): number {
  const count = context.read(unseededStreams);
  context.write(unseededStreams, count + 1);
  return unseededNumber + 1 + count;
}

const unseededStreams: StateKey<number> = {
  name: 'streams without a seed',
  initial: () => 0,
  join: (left, right) => Math.max(left, right),
};

type DrawCall = (place: Place, args: Arguments, context: EvaluationContext) => Value;

function drawCalls(draws: Readonly<Record<string, Draw>>): Readonly<Record<string, DrawCall>> {
  const shapes = Object.entries(otherDistributions).map(([name, count]): [string, DrawCall] => {
    const parameters = Array.from({ length: count }, (_, place) => `parameter${place}`);
    return [name, drawCall([...parameters, 'size'].join(' '), (d) => valuesNotFollowed(d, name))];
  });
  const others = otherDraws.map((name): [string, DrawCall] => [
    name,
    drawCall('*all', (d) => {
      throw notKnown(d.p.context, `the numbers of ${name} are not followed`);
    }),
  ]);
  const followed = Object.entries(draws).map(([name, [signature, body]]): [string, DrawCall] => [name, drawCall(signature, body)]);
  return Object.fromEntries([...shapes, ...others, ...followed]);
}

function drawCall(signature: string, body: Draw[1]): DrawCall {
  return (place, args, context) => {
    const value = attempt(context, () => {
      const result = body(new Drawing(new Parameters(signature.split(' '), args, context), place));
      return 'kind' in result ? result : resultValue(result, context);
    });
    // Nobody knows how much it has drawn.
    if (value.kind === 'unknown') place.write(withoutSeed(place.read()));
    return value;
  };
}

function globalPlace(context: EvaluationContext): Place {
  return { read: () => context.read(globalStream), write: (stream) => context.write(globalStream, stream) };
}

function objectType(name: string, draws: Readonly<Record<string, Draw>>) {
  const methods = Object.entries(drawCalls(draws)).map(([method, call]) => [
    method,
    (self: ObjectValue<NumpyStream>, args: Arguments, context: EvaluationContext) => call(objectPlace(self, context), args, context),
  ]);
  return defineObjectType<NumpyStream>({ name, methods: Object.fromEntries(methods), join: (left) => withoutSeed(left) });
}

function objectPlace(object: ObjectValue<NumpyStream>, context: EvaluationContext): Place {
  return {
    read: () => object.state,
    write: (stream) => {
      context.touch(object);
      object.state = stream;
    },
  };
}

const legacyObject = objectType('numpy.random.RandomState', legacyDraws);
const modernObject = objectType('numpy.random.Generator', modernDraws);

function modernObjectOf(p: Parameters): Value {
  const seed = p.optional('seed');
  if (modernObject.is(seed)) return seed;
  return modernObject.create(
    freshStream(p, (number) => {
      if (typeof number !== 'number') throw notKnown(p.context, 'a generator with several seeds is not followed');
      return modernGenerator(number);
    }),
    p.context.range,
  );
}

function freshStream(p: Parameters, generator: (seed: number | readonly number[]) => NumpyGenerator): NumpyStream {
  const seed = seedIn(p);
  return startStream(generator(seed ?? unseededSeed(p.context)), seed !== null);
}

/** The seed; null where the source gives none, or one that is not known: any will do then. */
function seedIn(p: Parameters): number | readonly number[] | null {
  const value = p.optional('seed');
  if (!value || value.kind === 'unknown' || value.kind === 'choice') return null;
  if (value.kind === 'list' || value.kind === 'tuple') return [...p.array('seed').values(readingBudget(p.context))];
  const seed = p.integer('seed');
  if (seed < 0) throw new ArrayError('a seed must not be negative');
  return seed;
}

function variadicShape({ p }: Drawing): readonly number[] {
  return p.sizesIn(p.rest);
}

function integers(d: Drawing, inclusive: boolean): LazyArray {
  const { p } = d;
  const [low, end] = p.optional('high') ? [p.integer('low'), p.integer('high')] : [0, p.integer('low')];
  const dtype = p.dtype('dtype', 'int64');
  const range = (inclusive ? end : end - 1) - low;
  if (range < 0) throw new ArrayError('low >= high');
  if (!Number.isSafeInteger(range)) throw notKnown(p.context, 'the range of these integers is too wide to follow');
  if (dtype !== 'int64' && dtype !== 'int32' && dtype !== 'uint8') throw notKnown(p.context, `random ${dtype} are not followed`);
  return d.array(d.size() ?? [], dtype, [], (generator, _, result) => {
    const next = generator.integers(dtype);
    for (let element = 0; element < result.length; element++) result[element] = low + next(generator.bits, range);
  });
}

function choice(d: Drawing): LazyArray | Value {
  const { p } = d;
  const from = p.value('a');
  const elements = from.kind === 'list' || from.kind === 'tuple' ? p.context.iterate(from) : null;
  const numbers = from.kind === 'integer' ? null : numbersIn(from, p);
  if (numbers && numbers.shape.length !== 1) throw notKnown(p.context, 'a choice from an array of several dimensions is not followed');
  const count = numbers ? numbers.size : from.kind === 'integer' ? from.value : elements && !('kind' in elements) ? elements.length : 0;
  const order = chosenIndices(d, count);
  if (from.kind === 'integer') return order;
  if (numbers) return index(numbers, [{ kind: 'array', array: order }]);
  // Things that are not numbers: a single one can be told.
  const chosen =
    elements && !('kind' in elements) && order.shape.length === 0 && order.seeded
      ? elements[order.item(readingBudget(p.context))]
      : undefined;
  return chosen ?? p.context.unknown('which of these are chosen is not followed');
}

function chosenIndices(d: Drawing, count: number): LazyArray {
  const { p } = d;
  const shape = d.size() ?? [];
  const size = sizeOf(shape);
  const replace = p.flag('replace', true);
  if (count <= 0 && size > 0) throw new ArrayError('a cannot be empty unless no samples are taken');
  if (!replace && size > count) throw new ArrayError("Cannot take a larger sample than population when 'replace=False'");
  if (p.optional('p')) {
    const weigh = replace ? weightedChoice : weightedChoiceOnce;
    const probabilities = astype(p.array('p'), 'float64');
    if (probabilities.size !== count) throw new ArrayError("'a' and 'p' must have same size");
    return d.array(shape, 'int64', [probabilities], (generator, [weights = new Float64Array(0)], result) => {
      if (!replace && weights.filter((weight) => weight > 0).length < size) throw new ArrayError('Fewer non-zero entries in p than size');
      weigh(generator.bits, weights, result);
    });
  }
  if (!replace) {
    const shuffle = p.flag('shuffle', true);
    return d.array(shape, 'int64', [], (generator, _, result) => generator.chooseOnce(count, result, shuffle), count);
  }
  return d.each([], (generator) => generator.integers('int64')(generator.bits, count - 1), { shape, dtype: 'int64' });
}

function permuted(d: Drawing): LazyArray {
  const { p } = d;
  if (p.integer('axis', 0) !== 0) throw notKnown(p.context, 'a permutation along another axis is not followed');
  const from = p.value('x');
  if (from.kind === 'integer') return newOrder(d, from.value);
  const numbers = p.array('x');
  return index(numbers, [{ kind: 'array', array: newOrder(d, numbers.shape[0] ?? 0) }]);
}

function shuffled(d: Drawing): Value {
  const { p } = d;
  const target = p.value('x');
  if (target.kind === 'list') return shuffledList(d, target);
  if (target.kind !== 'array') throw notKnown(p.context, `shuffling a ${target.kind} is not followed`);
  const failed = changeInPlace(target, p.context, () => {
    if (p.integer('axis', 0) !== 0) throw notKnown(p.context, 'shuffling along another axis is not followed');
    const numbers = numbersOf(target);
    return index(numbers, [{ kind: 'array', array: newOrder(d, numbers.shape[0] ?? 0) }]);
  });
  return failed ?? none;
}

function shuffledList(d: Drawing, target: ListValue): Value {
  const { context } = d.p;
  const order = newOrder(d, target.elements.length);
  context.touch(target);
  target.elements = target.rest
    ? target.elements.map(() => context.unknown('the list that was shuffled is not known'))
    : reordered(target.elements, [...order.values(readingBudget(context))], order.seeded, context);
  return none;
}

/** The elements in their new order; without a seed, numbers keep that they were drawn and other things are not known. */
export function reordered(elements: readonly Value[], order: readonly number[], seeded: boolean, context: EvaluationContext): Value[] {
  const taken = order.map((place) => elements[place] ?? context.unknown('the list is too short'));
  return seeded ? taken : taken.map((element) => unseeded(element, context));
}

/** A value that another run of the program would not have here. */
export function unseeded(value: Value, context: EvaluationContext): Value {
  switch (value.kind) {
    case 'integer':
    case 'float':
    case 'boolean': {
      const number = toArray(value, context);
      const drawn = new LazyArray(
        [],
        number.dtype,
        { inputs: [number], compute: ([values = new Float64Array(0)]) => values },
        { seeded: false, weak: number.weak },
      );
      return arrayValue(drawn, context);
    }
    case 'tuple':
      return { ...value, elements: value.elements.map((element) => unseeded(element, context)) };
    default:
      return context.unknown('the order is drawn at random without a seed');
  }
}

function newOrder(d: Drawing, count: number): LazyArray {
  return d.array([count], 'int64', [], (generator, _, result) => result.set(permutation(generator.bits, count, generator.below)));
}

function numbersIn(from: Value, { context }: Parameters): LazyArray | null {
  try {
    return toArray(from, context);
  } catch (error) {
    if ((from.kind === 'list' || from.kind === 'tuple') && !from.rest && error instanceof NotKnown) return null;
    throw error;
  }
}

/** The shape, with values that are not known; the stream goes on from an unknown place. */
function valuesNotFollowed(d: Drawing, name: string): LazyArray {
  const array = arrayOfUnknown(d.size() ?? [], 'float64', `the numbers of numpy.random.${name} are not followed`);
  d.forget();
  return array;
}

function counted(count: number | null): number {
  if (count === null) throw new ArrayError('random counts with so large an expectation are not followed');
  return count;
}
