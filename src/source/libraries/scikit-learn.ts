// scikit-learn where it stands before a network: data sets of known shape, splits and scalers. Splits draw as scikit-learn
// draws, from NumPy's generator (sklearn/model_selection/_split.py); scalers reckon with the arrays themselves.
import { arrayOfUnknown, type Missing } from '../../data/array/array.ts';
import { wholeView } from '../../data/array/view.ts';
import { type Arguments, argument } from '../evaluate/arguments.ts';
import type { EvaluationContext, Library } from '../evaluate/library.ts';
import {
  type ArrayValue,
  defineObjectType,
  integer,
  type LibraryCall,
  list,
  none,
  numberOf,
  type ObjectValue,
  tuple,
  type Value,
} from '../evaluate/value.ts';

/** Samples, features. */
const shipped: Readonly<Record<string, readonly [samples: number, features: number]>> = {
  load_iris: [150, 4],
  load_wine: [178, 13],
  load_breast_cancer: [569, 30],
  load_diabetes: [442, 10],
  load_digits: [1_797, 64],
  load_boston: [506, 13],
  fetch_california_housing: [20_640, 8],
  fetch_covtype: [581_012, 54],
};

/** Features, where they are always as many; the argument that says otherwise. */
const generated: Readonly<Record<string, readonly [features: number, argument: string | null]>> = {
  make_moons: [2, null],
  make_circles: [2, null],
  make_blobs: [2, 'n_features'],
  make_classification: [20, 'n_features'],
  make_regression: [100, 'n_features'],
};

const bunch = defineObjectType<ReadonlyMap<string, Value>>({
  name: 'sklearn.utils.Bunch',
  attribute: ({ state }, name) => state.get(name),
  item: ({ state }, index, context) =>
    (index.kind === 'string' ? state.get(index.value) : undefined) ?? context.unknown('what the data set holds is not known'),
});

/** What `fit` learned: subtracted, then divided by. */
interface Scaling {
  readonly kind: 'standard' | 'range';
  readonly shift: Value;
  readonly scale: Value;
}

const scaler = defineObjectType<Scaling>({
  name: 'sklearn.preprocessing.Scaler',
  methods: {
    fit(self, { positional: [x] }, context) {
      if (x) learn(self, x, context);
      return self as ObjectValue;
    },
    transform: (self, { positional: [x] }, context) => (x ? scaled(self.state, x, context) : none),
    fit_transform(self, { positional: [x] }, context) {
      if (!x) return none;
      learn(self, x, context);
      return scaled(self.state, x, context);
    },
    inverse_transform: ({ state }, { positional: [x] }, context) =>
      x ? context.binary('+', context.binary('*', x, state.scale), state.shift) : none,
  },
});

export const scikitLearn: Library = {
  roots: ['sklearn'],
  aliases: { 'sklearn.cross_validation': 'sklearn.model_selection' },
  rows: {
    ...Object.fromEntries(Object.entries(shipped).map(([name, shape]) => [`sklearn.datasets.${name}`, shippedSet(name, shape)])),
    ...Object.fromEntries(Object.entries(generated).map(([name, shape]) => [`sklearn.datasets.${name}`, generatedSet(name, shape)])),
    'sklearn.model_selection.train_test_split': split,
    'sklearn.preprocessing.StandardScaler': scalerOf('standard'),
    'sklearn.preprocessing.MinMaxScaler': scalerOf('range'),
  },
};

function shippedSet(name: string, [samples, features]: readonly [number, number]): LibraryCall {
  return (args, context) => {
    const data = absent([samples, features], name, 'builtin', context);
    const target = absent([samples], name, 'builtin', context);
    const both = argument(args, -1, 'return_X_y');
    if (both?.kind === 'boolean' && both.value) return tuple([data, target]);
    return bunch.create(
      new Map<string, Value>([
        ['data', data],
        ['target', target],
      ]),
      args.range,
    ) as ObjectValue;
  };
}

function generatedSet(name: string, [features, parameter]: readonly [number, string | null]): LibraryCall {
  return (args, context) => {
    const samples = argument(args, 0, 'n_samples');
    const width = parameter === null ? undefined : argument(args, 1, parameter);
    const [count, columns] = [samples ? numberOf(samples) : 100, width ? numberOf(width) : features];
    if (count === undefined || columns === undefined) return context.unknown('how many samples are made is not known');
    return tuple([absent([count, columns], name, 'generated', context), absent([count], name, 'generated', context)]);
  };
}

/** An array whose numbers are not in the text. */
function absent(shape: readonly number[], name: string, origin: Missing['origin'], context: EvaluationContext): ArrayValue {
  const reason = `the numbers of ${name} come from scikit-learn, not from this file`;
  const array = arrayOfUnknown(shape, 'float64', reason, origin);
  return { kind: 'array', memory: { kind: 'memory', array }, view: wholeView(shape), range: context.range };
}

/** Two parts of every array, in the order train, test, train, test … */
function split(args: Arguments, context: EvaluationContext): Value {
  const [first] = args.positional;
  const samples = first ? numberOf(context.call(context.attribute({ kind: 'module', name: 'builtins' }, 'len'), [first])) : undefined;
  const parts = samples === undefined ? null : partSizes(args, samples);
  const order = parts && samples !== undefined ? drawnOrder(args, samples, parts, context) : null;
  return list(
    args.positional.flatMap((value): Value[] => {
      if (!order) {
        const reason =
          value.kind === 'unknown' ? value : context.unknown('which samples train_test_split chooses is not known', args.range);
        return [reason, reason];
      }
      return [context.item(value, order.train), context.item(value, order.test)];
    }),
  );
}

function partSizes(args: Arguments, samples: number): { readonly train: number; readonly test: number } | null {
  const size = (name: string): number | null | undefined => {
    const value = argument(args, -1, name);
    return !value || value.kind === 'none' ? undefined : (numberOf(value) ?? null);
  };
  const [test, train] = [size('test_size'), size('train_size')];
  if (test === null || train === null) return null;
  const testCount = test === undefined ? null : test < 1 ? Math.ceil(test * samples) : test;
  const trainCount = train === undefined ? null : train < 1 ? Math.floor(train * samples) : train;
  const tested = testCount ?? (trainCount === null ? Math.ceil(0.25 * samples) : samples - trainCount);
  return { train: trainCount ?? samples - tested, test: tested };
}

/** The indices of both parts, as arrays or lists; null where the order is not drawn as it is here. */
function drawnOrder(
  args: Arguments,
  samples: number,
  { train, test }: { readonly train: number; readonly test: number },
  context: EvaluationContext,
): { readonly train: Value; readonly test: Value } | null {
  const stratify = argument(args, -1, 'stratify');
  if (stratify && stratify.kind !== 'none') return null;
  const shuffle = argument(args, -1, 'shuffle');
  const slice = (start: number, stop: number): Value => ({ kind: 'slice', start: integer(start), stop: integer(stop), step: none });
  if (shuffle?.kind === 'boolean' && !shuffle.value) return { train: slice(0, train), test: slice(train, train + test) };
  const random: Value = { kind: 'module', name: 'numpy.random' };
  const seed = argument(args, -1, 'random_state');
  const generator = seed && seed.kind !== 'none' ? context.call(context.attribute(random, 'RandomState'), [seed]) : random;
  const order = context.call(context.attribute(generator, 'permutation'), [integer(samples)]);
  if (order.kind !== 'array') return null;
  return { train: context.item(order, slice(test, test + train)), test: context.item(order, slice(0, test)) };
}

function scalerOf(kind: Scaling['kind']): LibraryCall {
  return (args, context) => {
    const range = argument(args, 0, 'feature_range');
    const reason = context.unknown('the scaler has not been fitted');
    if (range || args.keywords.size > 0) return context.unknown('a scaler with these arguments is not read yet', args.range);
    return scaler.create({ kind, shift: reason, scale: reason }, args.range) as ObjectValue;
  };
}

function learn(self: ObjectValue<Scaling>, x: Value, context: EvaluationContext): void {
  const along = (name: string) => context.call(context.attribute(x, name), [integer(0)]);
  const { kind } = self.state;
  const shift = kind === 'standard' ? along('mean') : along('min');
  const spread = kind === 'standard' ? along('std') : context.binary('-', along('max'), shift);
  context.touch(self as ObjectValue);
  self.state = { kind, shift, scale: withoutZeros(spread, context) };
}

/** Columns that never change are divided by 1. */
function withoutZeros(spread: Value, context: EvaluationContext): Value {
  const numpy: Value = { kind: 'module', name: 'numpy' };
  const isZero = context.call(context.attribute(numpy, 'equal'), [spread, integer(0)]);
  return context.call(context.attribute(numpy, 'where'), [isZero, integer(1), spread]);
}

function scaled({ shift, scale }: Scaling, x: Value, context: EvaluationContext): Value {
  return context.binary('/', context.binary('-', x, shift), scale);
}
