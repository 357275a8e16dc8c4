// np.random.*, RandomState and default_rng: draws from streams, in the order of the source. A draw that is not followed, or
// whose arguments are not known, leaves the stream at a place that is not known: what comes after it is marked as unseeded.
import { ArrayError } from '../../data/array/array.ts';
import { legacyGenerator, modernGenerator, type NumpyGenerator } from '../../data/random/numpy-generator.ts';
import { startStream, withoutSeed } from '../../data/random/stream.ts';
import type { Arguments } from '../evaluate/arguments.ts';
import type { EvaluationContext, StateKey } from '../evaluate/library.ts';
import { defineObjectType, type LibraryCall, none, type ObjectValue, type Value } from '../evaluate/value.ts';
import { type Draw, Drawing, type NumpyStream, type Place } from './numpy-drawing.ts';
import { legacyDraws, modernDraws, otherDistributions, otherDraws, valuesNotFollowed } from './numpy-draws.ts';
import { Parameters, row } from './numpy-signature.ts';
import { attempt, notKnown, readingBudget, resultValue } from './numpy-values.ts';

/** The stream that the functions of np.random share: drawn from `entropy` until the source sets a seed. */
const globalStream: StateKey<NumpyStream> = {
  name: 'numpy.random',
  initial: () => startStream(legacyGenerator(unseededNumber), false),
  // One side may have drawn more than the other.
  join: (left) => withoutSeed(left),
};

/** What unseeded streams start from: the same at every reading, so that looking at a text twice shows the same numbers. */
const unseededNumber = 0x5eed;

/** Seeds the stream that np.random's functions share; null: from the clock. */
function seedNumpy(context: EvaluationContext, seed: number | readonly number[] | null): void {
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
