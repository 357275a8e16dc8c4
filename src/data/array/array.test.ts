// What the array value promises: a shape costs nothing, values are computed once and within a budget, draws in order.
import { expect, test } from 'vitest';
import { legacyGenerator, type NumpyGenerator } from '../random/numpy-generator.ts';
import { draw, type Stream, startStream, withoutSeed } from '../random/stream.ts';
import { reshape, transpose } from './arrangement.ts';
import { ArrayError, arrayOf, createBudget, type LazyArray, lazyArray, pythonScalar, TooLargeError } from './array.ts';
import { arange, zeros } from './creation.ts';
import { binary } from './elementwise.ts';
import { matmul } from './linear.ts';
import { mean } from './reduction.ts';

test('a shape costs nothing; values beyond the budget are refused and can be had with a larger one', () => {
  const gigantic = binary('add', zeros([100_000, 28, 28, 1]), pythonScalar(1, 'int'));
  const small = binary('add', zeros([10]), pythonScalar(1, 'int'));

  expect(gigantic.shape).toEqual([100_000, 28, 28, 1]);
  expect(() => gigantic.values()).toThrow(TooLargeError);
  expect(() => small.values(createBudget(5))).toThrow('takes 10 elements; 5 are allowed here');
  expect(small.values(createBudget(100))).toEqual(new Float64Array(10).fill(1));
});

test('one budget serves many arrays, and a matrix product counts its multiply-adds', () => {
  const budget = createBudget(1000);
  zeros([400]).values(budget);
  expect(budget.remaining).toBe(600);
  expect(() => matmul(zeros([30, 30]), zeros([30, 30])).values(budget)).toThrow(TooLargeError);
});

test('values are computed once, however many look', () => {
  let computed = 0;
  const source = lazyArray([3], 'float64', [], () => {
    computed++;
    return Float64Array.of(1, 2, 3);
  });

  const sum = binary('add', reshape(source, [3, 1]), transpose(reshape(source, [3, 1])));

  expect([...sum.values()]).toEqual([2, 3, 4, 3, 4, 5, 4, 5, 6]);
  expect([...mean(source).values()]).toEqual([2]);
  expect(computed).toBe(1);
});

test('a hundred thousand operations on each other do not overflow the stack', () => {
  let array = zeros([1]);
  for (let step = 0; step < 100_000; step++) array = binary('add', array, pythonScalar(1, 'int'));

  expect(array.item()).toBe(100_000);
});

test('shapes that do not fit are refused at once, as NumPy words it', () => {
  const add = () => binary('add', zeros([2, 3]), zeros([2]));

  expect(add).toThrow(ArrayError);
  expect(add).toThrow('operands could not be broadcast together with shapes (2, 3) (2,)');
  expect(() => reshape(arange(0, 6, 1, 'int64'), [4, -1])).toThrow('cannot reshape array of size 6 into shape (4, -1)');
});

test('draws follow each other in the order of the source, whichever is asked for first', () => {
  const [first, second] = twoDraws(startStream(legacyGenerator(0), true));
  const [sameFirst, sameSecond] = twoDraws(startStream(legacyGenerator(0), true));

  const backwards = [second.values(), first.values()];

  expect(backwards).toEqual([sameFirst.values(), sameSecond.values()].toReversed());
  expect([...first.values()]).toEqual([0.5488135039273248, 0.7151893663724195]);
});

test('going back to an earlier place of a stream draws the same again', () => {
  const start = startStream(legacyGenerator(7), true);
  const { stream } = uniform(start, 3);

  expect(uniform(stream, 4).array.values()).toEqual(uniform(stream, 4).array.values());
});

test('what rests on a draw without a seed knows it', () => {
  const { array } = uniform(withoutSeed(startStream(legacyGenerator(0), true)), 3);

  expect(binary('multiply', array, arrayOf(Float64Array.of(1, 2, 3))).seeded).toBe(false);
  expect(zeros([3]).seeded).toBe(true);
});

function twoDraws(stream: Stream<NumpyGenerator>): readonly [LazyArray, LazyArray] {
  const first = uniform(stream, 2);
  return [first.array, uniform(first.stream, 2).array];
}

function uniform(stream: Stream<NumpyGenerator>, count: number) {
  return draw(stream, [count], 'float64', [], (generator, _, result) => {
    for (let index = 0; index < count; index++) result[index] = generator.bits.next53();
  });
}
