// Keras's weight regularizers: l1, l2 and both, by name, as classes and functions.
import type { Regularizer } from '../../../network/weight.ts';
import { argument } from '../../evaluate/arguments.ts';
import { defineObjectType, type LibraryCall, type ObjectValue } from '../../evaluate/value.ts';
import { plainNumber, type Reader, Unreadable, unreadable } from './reading.ts';

const object = defineObjectType<Regularizer | Unreadable>({ name: 'keras.regularizers.Regularizer' });

/** Which factors a call takes, in order, and what they are when they are left out. */
const signatures: Readonly<Record<string, readonly (readonly [factor: 'l1' | 'l2', fallback: number])[]>> = {
  L1: [['l1', 0.01]],
  L2: [['l2', 0.01]],
  l1: [['l1', 0.01]],
  l2: [['l2', 0.01]],
  L1L2: [
    ['l1', 0],
    ['l2', 0],
  ],
  l1_l2: [
    ['l1', 0.01],
    ['l2', 0.01],
  ],
  l1l2: [
    ['l1', 0.01],
    ['l2', 0.01],
  ],
};

/** A `…_regularizer=` argument. None is null. */
export const regularizer: Reader = (value, context) => {
  if (value.kind === 'none') return null;
  const made = value.kind === 'function' ? context.call(value, []) : value;
  if (object.is(made)) return made.state;
  const signature = value.kind === 'string' ? signatures[value.value.toLowerCase()] : undefined;
  return signature ? { l1: 0, l2: 0, ...Object.fromEntries(signature) } : unreadable(value, 'a regularizer that Layerscope knows');
};

export const regularizerRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  Object.entries(signatures).map(([name, signature]) => [`keras.regularizers.${name}`, row(signature)]),
);

function row(signature: (typeof signatures)[string]): LibraryCall {
  return (args, context) => {
    const factors = { l1: 0, l2: 0 };
    for (const [position, [factor, fallback]] of signature.entries()) {
      // Older code names the factor of `l1` and `l2` just `l`.
      const value = argument(args, position, factor, 'l');
      const known = value ? plainNumber(value, context) : fallback;
      if (known === null) return object.create(new Unreadable(`its factor ${factor} is not known`), args.range) as ObjectValue;
      factors[factor] = known;
    }
    return object.create(factors, args.range) as ObjectValue;
  };
}
