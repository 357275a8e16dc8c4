// The data sets that Keras ships: their shapes are known, their numbers are not in the text.
import { arrayOfUnknown } from '../../../data/array/array.ts';
import type { DType } from '../../../data/array/dtype.ts';
import { wholeView } from '../../../data/array/view.ts';
import { type Arguments, argument } from '../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import { type ArrayValue, type LibraryCall, numberOf, tuple, type Value } from '../../evaluate/value.ts';

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
  // Sequences of words, each of its own length: one dimension of samples is all that is known.
  imdb: { train: { x: [25_000], y: [25_000] }, test: { x: [25_000], y: [25_000] }, x: 'int64', y: 'int64' },
  reuters: { train: { x: [8_982], y: [8_982] }, test: { x: [2_246], y: [2_246] }, x: 'int64', y: 'int64' },
  california_housing: { train: { x: [16_512, 8], y: [16_512] }, test: { x: [4_128, 8], y: [4_128] }, x: 'float32', y: 'float32' },
};

export const datasetRows: Readonly<Record<string, LibraryCall>> = {
  'keras.utils.pad_sequences': padSequences,
  'keras.preprocessing.sequence.pad_sequences': padSequences,
  ...Object.fromEntries(
    Object.entries(shipped).map(([name, set]): [string, LibraryCall] => [
      `keras.datasets.${name}.load_data`,
      (args, context) => {
        const split = argument(args, -1, 'test_split');
        if ((name === 'boston_housing' || name === 'reuters') && split)
          return context.unknown('how this data set is split is not read', args.range);
        const part = ({ x, y }: Split) => tuple([numbers(name, x, set.x, context), numbers(name, y, set.y, context)]);
        return tuple([part(set.train), part(set.test)]);
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

/** `[samples, maxlen]`; how long the longest sequence is stands in its words. */
function padSequences(args: Arguments, context: EvaluationContext): Value {
  const [sequences] = args.positional;
  const length = argument(args, 1, 'maxlen');
  const samples = sequences && numberOf(context.call(context.attribute({ kind: 'module', name: 'builtins' }, 'len'), [sequences]));
  const columns = length && numberOf(length);
  if (samples === undefined || columns === undefined) return context.unknown('how long the padded sequences are is not known');
  return numbers('these sequences', [samples, columns], 'int32', context);
}
