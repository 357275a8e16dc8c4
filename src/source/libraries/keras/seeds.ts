// The seeds that decide a run's weights and order: TensorFlow's and Keras's. NumPy's and Python's only decide the data.
import type { StateKey } from '../../evaluate/library.ts';
import { type LibraryCall, none, numberOf } from '../../evaluate/value.ts';

export const seedKey: StateKey<number | null> = {
  name: 'seed',
  initial: () => null,
  join: (left, right) => (left === right ? left : null),
};

const setSeed: LibraryCall = ({ positional: [seed], keywords }, context) => {
  const value = numberOf(seed ?? keywords.get('seed'));
  context.write(seedKey, value !== undefined && Number.isSafeInteger(value) ? value : null);
  return none;
};

export const seedRows: Readonly<Record<string, LibraryCall>> = {
  'tensorflow.random.set_seed': setSeed,
  'tensorflow.set_random_seed': setSeed,
  'tensorflow.random.set_random_seed': setSeed,
  'keras.utils.set_random_seed': (args, context) => {
    // Keras seeds Python's and NumPy's generators with the same number.
    for (const name of ['random', 'numpy.random']) context.call(context.attribute({ kind: 'module', name }, 'seed'), args.positional);
    return setSeed(args, context);
  },
};
