// Python's `random`: draws at once, in the order of the source. Numbers of a stream without a seed are marked as such.
import { PythonRandom } from '../../../data/random/python.ts';
import type { EvaluationContext, Library, StateKey } from '../../evaluate/library.ts';
import { float, integer, type LibraryCall, list, none, type Value } from '../../evaluate/value.ts';
import { reordered, unseeded } from '../numpy-choice.ts';
import { unseededSeed } from '../numpy-random.ts';
import { type Parameters, row } from '../numpy-signature.ts';
import { notKnown } from '../numpy-values.ts';

interface State {
  readonly random: PythonRandom;
  readonly seeded: boolean;
}

const key: StateKey<State> = {
  name: 'random',
  initial: () => ({ random: PythonRandom.fromInteger(0x5eed), seeded: false }),
  // One side may have drawn more than the other.
  join: (left) => ({ ...left, seeded: false }),
};

/** Seeds the module's stream; null: from the clock. */
function seedPython(context: EvaluationContext, seed: number | null): void {
  context.write(key, { random: PythonRandom.fromInteger(seed ?? unseededSeed(context)), seeded: seed !== null });
}

type Draw = (random: PythonRandom, p: Parameters) => Value | Order;

/** Elements taken from a sequence: the marks of an unseeded stream are set by `reordered`. */
interface Order {
  readonly elements: readonly Value[];
  readonly order: readonly number[];
  readonly finish: (taken: Value[]) => Value;
}

const draws: Readonly<Record<string, readonly [signature: string, draw: Draw]>> = {
  random: ['', (random) => float(random.random())],
  uniform: ['a b', (random, p) => float(random.uniform(p.number('a'), p.number('b')))],
  gauss: ['mu sigma', (random, p) => float(random.gauss(p.number('mu', 0), p.number('sigma', 1)))],
  normalvariate: ['mu sigma', (random, p) => float(random.normal(p.number('mu', 0), p.number('sigma', 1)))],
  expovariate: ['lambd', (random, p) => float(random.exponential(p.number('lambd', 1)))],
  randint: ['a b', (random, p) => integer(p.integer('a') + below(random, p.integer('b') - p.integer('a') + 1, p))],
  randrange: [
    'start stop step',
    (random, p) => {
      const [start, stop] = p.optional('stop') ? [p.integer('start'), p.integer('stop')] : [0, p.integer('start')];
      const step = p.integer('step', 1);
      return integer(start + step * below(random, Math.ceil((stop - start) / step), p));
    },
  ],
  choice: [
    'seq',
    (random, p) => {
      const elements = sequence(p, 'seq');
      return { elements, order: [below(random, elements.length, p)], finish: ([taken]) => taken ?? none };
    },
  ],
  choices: [
    'population weights cum_weights k',
    (random, p) => {
      const elements = sequence(p, 'population');
      if (p.optional('cum_weights')) throw notKnown(p.context, 'cumulative weights are not followed');
      let total = 0;
      const cumulative = p.optional('weights') ? sequence(p, 'weights').map((weight) => (total += p.numberIn(weight))) : undefined;
      return { elements, order: random.choices(elements.length, p.integer('k', 1), cumulative), finish: list };
    },
  ],
  sample: [
    'population k',
    (random, p) => {
      const elements = sequence(p, 'population');
      const size = p.integer('k');
      if (size < 0 || size > elements.length) throw notKnown(p.context, 'the sample is larger than the population');
      return { elements, order: random.sample(elements.length, size), finish: list };
    },
  ],
  shuffle: [
    'x',
    (random, p) => {
      const target = p.value('x');
      if (target.kind !== 'list') throw notKnown(p.context, 'what is shuffled is not a list');
      if (target.rest) {
        p.context.touch(target);
        target.elements = [];
        throw notKnown(p.context, 'the list that is shuffled is not known');
      }
      const order = random.shuffled(target.elements.length);
      p.context.touch(target);
      const finish = (taken: Value[]) => {
        target.elements = taken;
        return none;
      };
      return { elements: target.elements, order, finish };
    },
  ],
};

const notFollowed = [
  'betavariate',
  'gammavariate',
  'lognormvariate',
  'paretovariate',
  'triangular',
  'vonmisesvariate',
  'weibullvariate',
  'getrandbits',
  'randbytes',
  'setstate',
];

export const random: Library = {
  roots: ['random'],
  rows: {
    ...Object.fromEntries(Object.entries(draws).map(([name, [signature, draw]]) => [`random.${name}`, drawRow(signature, draw)])),
    ...Object.fromEntries(
      notFollowed.map((name) => [
        `random.${name}`,
        drawRow('*all', (_, p) => p.context.unknown(`the numbers of random.${name} are not followed`)),
      ]),
    ),
    'random.seed': row('a version', (p) => {
      const value = p.optional('a');
      // The seeds that are not integers are hashed, which is not followed.
      seedPython(p.context, value?.kind === 'integer' ? value.value : null);
      return none;
    }),
  },
};

function drawRow(signature: string, draw: Draw): LibraryCall {
  const call = row(signature, (p) => {
    const { random, seeded } = p.context.read(key);
    const after = random.copy();
    const drawn = draw(after, p);
    p.context.write(key, { random: after, seeded });
    if ('order' in drawn) return drawn.finish(reordered(drawn.elements, drawn.order, seeded, p.context));
    return seeded ? drawn : unseeded(drawn, p.context);
  });
  return (args, context) => {
    const value = call(args, context);
    // It has drawn nobody knows how much.
    if (value.kind === 'unknown') context.write(key, { ...context.read(key), seeded: false });
    return value;
  };
}

function below(random: PythonRandom, count: number, p: Parameters): number {
  if (count <= 0 || !Number.isSafeInteger(count)) throw notKnown(p.context, 'the range of the draw is empty');
  return random.below(count);
}

function sequence(p: Parameters, name: string): readonly Value[] {
  const elements = p.context.iterate(p.value(name));
  if ('kind' in elements) throw notKnown(p.context, elements.reason);
  return elements;
}
