// choice, permutation and shuffle: draws of an order, and what is put into it.
import { ArrayError, LazyArray } from '../../data/array/array.ts';
import { astype } from '../../data/array/dtype.ts';
import { index } from '../../data/array/indexing.ts';
import { sizeOf } from '../../data/array/shape.ts';
import { permutation, weightedChoice, weightedChoiceOnce } from '../../data/random/permutations.ts';
import type { EvaluationContext } from '../evaluate/library.ts';
import { type ListValue, none, type Value } from '../evaluate/value.ts';
import type { Drawing } from './numpy-drawing.ts';
import type { Parameters } from './numpy-signature.ts';
import { arrayValue, changeInPlace, NotKnown, notKnown, numbersOf, readingBudget, toArray } from './numpy-values.ts';

export function choice(d: Drawing): LazyArray | Value {
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

export function permuted(d: Drawing): LazyArray {
  const { p } = d;
  if (p.integer('axis', 0) !== 0) throw notKnown(p.context, 'a permutation along another axis is not followed');
  const from = p.value('x');
  if (from.kind === 'integer') return newOrder(d, from.value);
  const numbers = p.array('x');
  return index(numbers, [{ kind: 'array', array: newOrder(d, numbers.shape[0] ?? 0) }]);
}

export function shuffled(d: Drawing): Value {
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
