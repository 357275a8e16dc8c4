// Keras's Sequential: an object that takes layers in, is compiled and fitted. Reading only remembers what it was told;
// definitions.ts makes networks of it.

import { type Arguments, argument } from '../../evaluate/arguments.ts';
import { classMember } from '../../evaluate/classes.ts';
import type { EvaluationContext, StateKey } from '../../evaluate/library.ts';
import {
  boolean,
  type DefinedObjectType,
  defineObjectType,
  integer,
  type LibraryCall,
  list,
  none,
  numberOf,
  type ObjectValue,
  string,
  type UnknownValue,
  type Value,
} from '../../evaluate/value.ts';
import type { Range, Unknown } from '../../range.ts';
import { asItIs, eitherModel } from './conditions.ts';
import { isHarmless } from './harmless.ts';
import { inputObject } from './input.ts';
import { foreignLayer, type InputShape, type LayerObject, type LayerState, layer } from './layer.ts';
import { dimensions, sequenceOf } from './reading.ts';
import { seedKey } from './seeds.ts';
import { type Compiling, readCompile } from './training/compile.ts';
import { type Fitting, readFit } from './training/fit.ts';
import { readOptimizer } from './training/optimizers.ts';

export interface SequentialState {
  /** Layers, nested models and inputs, in order. */
  readonly parts: readonly Part[];
  /** `name=`. */
  readonly givenName: string | null;
  /** The variable that holds it, and how many calls below the module that is. */
  readonly held: { readonly name: string; readonly depth: number } | null;
  /** The function that made it, for a model that no variable holds. */
  readonly function: string | null;
  readonly unknown: readonly Unknown[];
  /** `build(input_shape)`, or the shape of the first array that it was called with. */
  readonly built: InputShape | null;
  readonly compiled: Compiling | null;
  /** The first `fit`. */
  readonly fitted: Fitting | null;
  /** How often `fit` is called. */
  readonly fits: number;
  /** Everything as it was when the first `fit` began: what that trains. */
  readonly atFit: SequentialState | null;
  /** Arrays given to the whole model's `set_weights`. */
  readonly given: readonly Value[] | null;
  /** False after `model.trainable = False`; null where it is not known. */
  readonly trainable: boolean | null;
  /** The condition under which it was made; layers added under another one are not certain. */
  readonly condition: UnknownValue | null;
  /** Made while functions that nobody calls were tried. */
  readonly tried: boolean;
  /** `set_seed` as it stood when the model was made. */
  readonly seed: number | null;
  /** Layers that `pop` took away since the last was added: Keras has given them names. */
  readonly popped: readonly LayerObject[];
  /** Where the last layer was added. */
  readonly end: Range | null;
}

export type Part = PartContent & {
  /** Whether it is there, or which of several it is, is not known. */
  readonly isUncertain?: boolean;
  /** Layers that were there before it and are gone. */
  readonly replaced?: readonly LayerObject[];
};

/** `state` is there once the part is kept as it was at some moment. */
type PartContent =
  | { readonly kind: 'layer'; readonly layer: LayerObject; readonly state?: LayerState }
  | { readonly kind: 'input'; readonly input: InputShape; readonly name: string | null; readonly range: Range }
  | { readonly kind: 'model'; readonly model: SequentialObject; readonly state?: SequentialState };

export type SequentialObject = ObjectValue<SequentialState>;

/** Every Sequential made so far, in order. */
export const modelsKey: StateKey<readonly SequentialObject[]> = {
  name: 'Keras models',
  initial: () => [],
  join: (left, right) => [...new Set([...left, ...right])],
};

export const sequential: DefinedObjectType<SequentialState> = defineObjectType<SequentialState>({
  name: 'keras.Sequential',
  methods: {
    add(self, args, context) {
      const added = argument(args, 0, 'layer');
      if (added) addPart(self, added, args.range, context);
      return none;
    },
    pop(self, _args, context) {
      const { parts, popped, condition } = self.state;
      const last = parts.at(-1);
      if (context.uncertain && context.uncertain !== condition) {
        note(self, `whether a layer is taken away is not known: ${context.uncertain.reason}`, context.range, context);
      }
      update(self, { parts: parts.slice(0, -1), popped: last?.kind === 'layer' ? [...popped, last.layer] : popped }, context);
      return none;
    },
    compile(self, args, context) {
      if (context.uncalled && self.state.compiled) return none;
      update(self, { compiled: readCompile(args, context) }, context);
      return none;
    },
    fit: (self, args, context) => train(self, args, context),
    fit_generator: (self, args, context) => train(self, args, context),
    train_on_batch: (self, { positional: [x] }, context) => seen(self, x, context),
    test_on_batch: (self, { positional: [x] }, context) => seen(self, x, context),
    evaluate: (self, args, context) => seen(self, argument(args, 0, 'x'), context),
    predict: (self, args, context) => seen(self, argument(args, 0, 'x'), context),
    predict_on_batch: (self, { positional: [x] }, context) => seen(self, x, context),
    build(self, args, context) {
      const shape = argument(args, 0, 'input_shape');
      const read = shape ? dimensions(shape, context) : null;
      if (Array.isArray(read)) {
        const [batch = null, ...sample] = read.map((size) => (typeof size === 'number' ? size : null));
        update(self, { built: { shape: sample, batchSize: batch } }, context);
      }
      return none;
    },
    set_weights(self, { positional: [weights] }, context) {
      const given = weights ? sequenceOf(weights, context) : null;
      if (given) update(self, { given }, context);
      else note(self, 'the weights that it is given are not known', context.range, context);
      return none;
    },
    load_weights(self, _args, context) {
      note(self, 'its weights are loaded from a file, which is not read', context.range, context);
      return none;
    },
    get_layer(self, args, context) {
      const name = argument(args, -1, 'name') ?? args.positional.find(({ kind }) => kind === 'string');
      const index = argument(args, -1, 'index') ?? args.positional.find(({ kind }) => kind === 'integer');
      const layers = layersOf(self);
      const found =
        name?.kind === 'string'
          ? layers.find(
              (part) => (layer.is(part) && part.state.name === name.value) || (sequential.is(part) && part.state.givenName === name.value),
            )
          : index?.kind === 'integer'
            ? layers.at(index.value)
            : undefined;
      return found ?? context.unknown('which layer is asked for is not known');
    },
    summary: () => none,
    save: () => none,
    save_weights: () => none,
    reset_states: () => none,
  },
  attribute({ state }, name, context) {
    switch (name) {
      case 'layers':
        return list([...layersOf({ state })]);
      case 'name':
        return state.givenName === null ? undefined : string(state.givenName);
      case 'trainable':
        return state.trainable === null ? context.unknown('whether this model is trainable is not known') : boolean(state.trainable);
      case 'optimizer':
        return state.compiled?.optimizer ? (state.compiled.optimizer as ObjectValue) : context.unknown('this model is not compiled');
      default:
        return context.unknown(`the ${name} of this model is not read`);
    }
  },
  setAttribute(self, name, value, context) {
    const { compiled } = self.state;
    if (name === 'trainable') {
      const known = numberOf(value);
      update(self, { trainable: known === undefined ? null : known !== 0 }, context);
      if (known === undefined) note(self, `whether it is trainable is not known: ${reasonOf(value)}`, context.range, context);
    } else if (name === 'optimizer' && compiled) {
      update(self, { compiled: { ...compiled, optimizer: readOptimizer(value, context) } }, context);
    } else if (name === 'loss' && compiled) {
      const reason = 'Layerscope does not read the loss that the model is given after compile yet';
      update(self, { compiled: { ...compiled, reasons: [...compiled.reasons, reason], isOpen: true } }, context);
    } else if (decisive.has(name)) {
      note(self, `Layerscope does not read the ${name} that the model is given later yet`, context.range, context);
    }
  },
  call: (self, args, context) => seen(self, args.positional[0], context),
  length: ({ state }) => integer(layersOf({ state }).length),
  isInstance: (_self, name) => name === 'keras.Sequential' || name === 'keras.Model' || name === 'keras.layers.Layer',
  assigned(self, name, depth, context) {
    const { held } = self.state;
    if (!held || depth < held.depth) update(self, { held: { name, depth } }, context);
  },
  handed(self, { name, range }, context) {
    // A fit that is over has trained what there was, and functions that nobody calls get models that are whole already.
    if (self.state.fitted || (context.uncalled && !self.state.tried) || isHarmless(name)) return;
    note(self, `it is handed to \`${context.excerpt(range)}\`, which is not read here`, range, context);
  },
  join: eitherModel,
});

/** Attributes of a model that decide what it computes or how it is trained. */
const decisive: ReadonlySet<string> = new Set(['call', 'dtype', 'dtype_policy', 'train_step', 'loss_weights', 'weights']);

/** `keras.Sequential(layers, name)`. */
export const sequentialCall: LibraryCall = (args, context) => {
  const name = argument(args, 1, 'name');
  const model = sequential.create(
    {
      parts: [],
      givenName: name?.kind === 'string' ? name.value : null,
      held: null,
      function: context.functionName,
      unknown: [],
      built: null,
      compiled: null,
      fitted: null,
      fits: 0,
      atFit: null,
      given: null,
      trainable: true,
      condition: context.uncertain,
      tried: context.uncalled,
      seed: context.read(seedKey),
      popped: [],
      end: null,
    },
    args.range,
  );
  context.write(modelsKey, [...context.read(modelsKey), model]);
  const layers = argument(args, 0, 'layers');
  if (layers && layers.kind !== 'none') addAll(model, layers, context);
  return model as ObjectValue;
};

export function update(self: SequentialObject, changes: Partial<SequentialState>, context: EvaluationContext): void {
  context.touch(self as ObjectValue);
  self.state = { ...self.state, ...changes };
}

function note(self: SequentialObject, reason: string, range: Range, context: EvaluationContext): void {
  update(self, { unknown: [...self.state.unknown, { reason, range }] }, context);
}

function addAll(model: SequentialObject, layers: Value, context: EvaluationContext): void {
  if (layers.kind === 'list' || layers.kind === 'tuple') {
    for (const element of layers.elements) addPart(model, element, null, context);
    if (layers.rest) note(model, `which further layers it has is not known: ${layers.rest.reason}`, layers.rest.range, context);
    return;
  }
  const elements = sequenceOf(layers, context);
  if (elements) for (const element of elements) addPart(model, element, null, context);
  else
    note(model, `which layers it has is not known: ${reasonOf(layers)}`, layers.kind === 'unknown' ? layers.range : context.range, context);
}

function addPart(model: SequentialObject, value: Value, addRange: Range | null, context: EvaluationContext): void {
  const { condition } = model.state;
  const end = addRange ?? model.state.end;
  const part = partOf(value, context);
  if (!part) {
    if (value.kind === 'none') return;
    // `None if … else Layer()`, or a layer that the reading does not know: it is there, but not what it is.
    note(model, `a layer is not known: ${reasonOf(value)}`, value.kind === 'unknown' ? value.range : (addRange ?? context.range), context);
    if (value.kind !== 'unknown' && value.kind !== 'choice') return;
    const option = value.kind === 'choice' ? value.options.map((choice) => partOf(choice, context)).find((known) => known !== null) : null;
    append(model, { ...(option ?? unknownPart(value, addRange ?? context.range, context)), isUncertain: true }, end, context);
    return;
  }
  const isUncertain = context.uncertain !== null && context.uncertain !== condition;
  if (isUncertain) {
    note(model, `whether a layer is added is not known: ${context.uncertain.reason}`, addRange ?? context.uncertain.range, context);
  }
  append(model, isUncertain ? { ...part, isUncertain } : part, end, context);
}

function append(model: SequentialObject, part: Part, end: Range | null, context: EvaluationContext): void {
  const { parts, popped } = model.state;
  update(model, { parts: [...parts, popped.length > 0 ? { ...part, replaced: popped } : part], popped: [], end }, context);
}

function partOf(value: Value, context: EvaluationContext): Part | null {
  if (layer.is(value)) return { kind: 'layer', layer: value };
  if (sequential.is(value)) return { kind: 'model', model: value };
  if (inputObject.is(value)) return { kind: 'input', ...value.state, range: value.range };
  if (value.kind === 'instance') {
    // A subclass that reckons for itself is no longer the layer that it inherits from.
    const isOwn = layer.is(value.native) && (value.native.state.type === 'Layer' || classMember(value.class, 'call') !== undefined);
    if (value.native && !isOwn) return partOf(value.native, context);
    const args = { positional: [], keywords: value.attributes, rest: null, range: value.range };
    return { kind: 'layer', layer: foreignLayer(value.class.name, args, context) };
  }
  // A class given for its instance: `Sequential([Flatten, …])` fails in Keras; a list inside the list is taken apart there too.
  return null;
}

function unknownPart(value: Value, range: Range, context: EvaluationContext): Part {
  const called = value.kind === 'unknown' ? value.name?.replace(/\(\)$/, '') : undefined;
  const type = called?.slice(called.lastIndexOf('.') + 1) ?? 'Unknown';
  const args = { positional: [], keywords: new Map<string, Value>(), rest: null, range: value.kind === 'unknown' ? value.range : range };
  return { kind: 'layer', layer: foreignLayer(type, args, context) };
}

function layersOf({ state }: { readonly state: SequentialState }): readonly Value[] {
  return state.parts.flatMap((part): Value[] =>
    part.kind === 'layer' ? [part.layer as ObjectValue] : part.kind === 'model' ? [part.model as ObjectValue] : [],
  );
}

function train(self: SequentialObject, args: Arguments, context: EvaluationContext): Value {
  const { state } = self;
  if (!state.fitted) {
    const seed = context.read(seedKey) ?? state.seed;
    update(self, { fitted: readFit(args, context), fits: 1, atFit: { ...asItIs(state, 0), seed }, seed }, context);
  } else if (!context.uncalled) update(self, { fits: state.fits + 1 }, context);
  return context.unknown('what training gives is known after training only');
}

/** A model that is called with an array of known shape has that input. */
function seen(self: SequentialObject, x: Value | undefined, context: EvaluationContext): Value {
  if (x?.kind === 'array' && !self.state.built) {
    const [, ...shape] = x.view.shape;
    update(self, { built: { shape, batchSize: null } }, context);
  }
  return context.unknown('what a model gives is known after training only');
}

function reasonOf(value: Value): string {
  if (value.kind === 'unknown') return value.reason;
  return value.kind === 'choice' ? value.unknown.reason : `it is a ${value.kind}`;
}
