// Keras's initializers: by name, as classes and functions with arguments.
import { glorotUniform, type Initializer, ones, zeros } from '../../../network/initializers.ts';
import { argument } from '../../evaluate/arguments.ts';
import { defineObjectType, type LibraryCall, type ObjectValue } from '../../evaluate/value.ts';
import { plainNumber, type Reader, Unreadable, unreadable } from './reading.ts';

/** A number or text of the call, by position and name; what is absent or not known is the fallback. */
interface Given {
  number(position: number, name: string, fallback: number): number;
  text(position: number, name: string, fallback: string): string;
}

const object = defineObjectType<Initializer | Unreadable>({ name: 'keras.initializers.Initializer' });

const classes: Readonly<Record<string, (given: Given) => Initializer | Unreadable>> = {
  Zeros: () => zeros,
  Ones: () => ones,
  Constant: (given) => ({ kind: 'constant', value: given.number(0, 'value', 0) }),
  RandomUniform: (given) => ({ kind: 'uniform', minimum: given.number(0, 'minval', -0.05), maximum: given.number(1, 'maxval', 0.05) }),
  RandomNormal: (given) => ({ kind: 'normal', mean: given.number(0, 'mean', 0), deviation: given.number(1, 'stddev', 0.05) }),
  TruncatedNormal: (given) => ({ kind: 'truncatedNormal', mean: given.number(0, 'mean', 0), deviation: given.number(1, 'stddev', 0.05) }),
  GlorotUniform: () => glorotUniform,
  GlorotNormal: () => scaling(1, 'fanAverage', 'truncatedNormal'),
  HeUniform: () => scaling(2, 'fanIn', 'uniform'),
  HeNormal: () => scaling(2, 'fanIn', 'truncatedNormal'),
  LecunUniform: () => scaling(1, 'fanIn', 'uniform'),
  LecunNormal: () => scaling(1, 'fanIn', 'truncatedNormal'),
  Orthogonal: (given) => ({ kind: 'orthogonal', gain: given.number(0, 'gain', 1) }),
  Identity: (given) => ({ kind: 'identity', gain: given.number(0, 'gain', 1) }),
  VarianceScaling: (given) => {
    const mode = modes[given.text(1, 'mode', 'fan_in')];
    const distribution = distributions[given.text(2, 'distribution', 'truncated_normal')];
    return mode && distribution
      ? scaling(given.number(0, 'scale', 1), mode, distribution)
      : new Unreadable('its mode or distribution is not known');
  },
};

type Scaling = Extract<Initializer, { kind: 'varianceScaling' }>;

const modes: Readonly<Record<string, Scaling['mode']>> = { fan_in: 'fanIn', fan_out: 'fanOut', fan_avg: 'fanAverage' };
const distributions: Readonly<Record<string, Scaling['distribution']>> = {
  uniform: 'uniform',
  normal: 'truncatedNormal',
  truncated_normal: 'truncatedNormal',
  untruncated_normal: 'normal',
};

/** Spellings of Keras 1 and others → the class. */
const classNames: ReadonlyMap<string, string> = new Map([
  ...Object.keys(classes).flatMap((name) => [[name, name] as const, [snake(name), name] as const]),
  ['zero', 'Zeros'],
  ['one', 'Ones'],
  ['uniform', 'RandomUniform'],
  ['normal', 'RandomNormal'],
  ['OrthogonalInitializer', 'Orthogonal'],
  ['IdentityInitializer', 'Identity'],
]);

/** An `…_initializer=` argument. */
export const initializer: Reader = (value, context) => {
  const made = value.kind === 'function' ? context.call(value, []) : value;
  if (object.is(made)) return made.state;
  if (value.kind !== 'string') return unreadable(value, 'an initializer that Layerscope knows');
  const make = classes[classNames.get(value.value) ?? ''];
  return make ? make(defaults) : new Unreadable(`Layerscope does not know the initializer ${value.value} yet`);
};

export const initializerRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  [...classNames].map(([spelling, name]) => [`keras.initializers.${spelling}`, row(name)]),
);

const defaults: Given = { number: (_position, _name, fallback) => fallback, text: (_position, _name, fallback) => fallback };

function row(name: string): LibraryCall {
  return (args, context) => {
    let missing: Unreadable | null = null;
    const given: Given = {
      number(position, parameter, fallback) {
        const value = argument(args, position, parameter);
        if (!value) return fallback;
        const known = plainNumber(value, context);
        if (known === null) missing ??= new Unreadable(`its ${parameter} is not known`);
        return known ?? fallback;
      },
      text(position, parameter, fallback) {
        const value = argument(args, position, parameter);
        if (value && value.kind !== 'string') missing ??= new Unreadable(`its ${parameter} is not known`);
        return value?.kind === 'string' ? value.value : fallback;
      },
    };
    const made = classes[name]?.(given) ?? new Unreadable('it is not known');
    const seed = argument(args, -1, 'seed');
    const known = seed && plainNumber(seed, context);
    const seeded = made instanceof Unreadable || typeof known !== 'number' || made.kind === 'constant' ? made : withSeed(made, known);
    return object.create(missing ?? seeded, args.range) as ObjectValue;
  };
}

function withSeed(made: Initializer, seed: number): Initializer {
  return made.kind === 'identity' || made.kind === 'given' || made.kind === 'constant' ? made : { ...made, seed };
}

function scaling(scale: number, mode: Scaling['mode'], distribution: Scaling['distribution']): Initializer {
  return { kind: 'varianceScaling', scale, mode, distribution };
}

/** `GlorotUniform` → `glorot_uniform`. */
function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
