// The data sets that Keras ships: their shapes are known, their numbers are not in the text.
import { arrayOfUnknown } from '../../../data/array/array.ts';
import type { DType } from '../../../data/array/dtype.ts';
import { wholeView } from '../../../data/array/view.ts';
import { argument } from '../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import { type ArrayValue, type LibraryCall, tuple } from '../../evaluate/value.ts';

interface Split {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Shipped {
  readonly train: Split;
  readonly test: Split;
  readonly x: DType;
  readonly y: DType;
}

const shipped: Readonly<Record<string, Shipped>> = {
  mnist: images(60_000, 10_000, [28, 28], []),
  fashion_mnist: images(60_000, 10_000, [28, 28], []),
  cifar10: images(50_000, 10_000, [32, 32, 3], [1]),
  cifar100: images(50_000, 10_000, [32, 32, 3], [1]),
  boston_housing: { train: { x: [404, 13], y: [404] }, test: { x: [102, 13], y: [102] }, x: 'float64', y: 'float64' },
  california_housing: { train: { x: [16_512, 8], y: [16_512] }, test: { x: [4_128, 8], y: [4_128] }, x: 'float32', y: 'float32' },
};

/** Sequences of words of many lengths: only their number is known. */
const texts = ['imdb', 'reuters'];

export const datasetRows: Readonly<Record<string, LibraryCall>> = {
  ...Object.fromEntries(
    Object.entries(shipped).map(([name, set]): [string, LibraryCall] => [
      `keras.datasets.${name}.load_data`,
      (args, context) => {
        const split = argument(args, -1, 'test_split');
        if (name === 'boston_housing' && split) return context.unknown('how this data set is split is not read', args.range);
        const part = ({ x, y }: Split) => tuple([numbers(name, x, set.x, context), numbers(name, y, set.y, context)]);
        return tuple([part(set.train), part(set.test)]);
      },
    ]),
  ),
  ...Object.fromEntries(
    texts.map((name): [string, LibraryCall] => [
      `keras.datasets.${name}.load_data`,
      ({ range }, context) => {
        const part = () =>
          tuple([
            context.unknown(`the texts of ${name} come with Keras, not with this file`, range),
            context.unknown(`the labels of ${name} come with Keras, not with this file`, range),
          ]);
        return tuple([part(), part()]);
      },
    ]),
  ),
};

function images(train: number, test: number, sample: readonly number[], label: readonly number[]): Shipped {
  return {
    train: { x: [train, ...sample], y: [train, ...label] },
    test: { x: [test, ...sample], y: [test, ...label] },
    x: 'uint8',
    y: 'uint8',
  };
}

function numbers(name: string, shape: readonly number[], dtype: DType, context: EvaluationContext): ArrayValue {
  const array = arrayOfUnknown(shape, dtype, `the numbers of ${name} come with Keras, not with this file`, 'builtin');
  return { kind: 'array', memory: { kind: 'memory', array }, view: wholeView(shape), range: context.range };
}
