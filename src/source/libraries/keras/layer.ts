// A layer of Keras as the source makes it: an object that a model takes in. What its arguments are stands in layers/.
import type { Configuration, ConfigurationValue } from '../../../network/network.ts';
import type { Dimension } from '../../../network/shape.ts';
import { type Arguments, argument } from '../../evaluate/arguments.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import {
  boolean,
  defineObjectType,
  float,
  integer,
  type LibraryCall,
  list,
  none,
  type ObjectValue,
  string,
  tuple,
  type Value,
} from '../../evaluate/value.ts';
import type { Unknown } from '../../range.ts';
import { dimensions, flag, plainNumber, type Reader, sequenceOf, Unreadable } from './reading.ts';
import { variable } from './variable.ts';

export interface LayerState {
  /** Keras 3's class name; for a class that is not Keras's, its own. */
  readonly type: string;
  /** `name=`; null where Keras names it. */
  readonly name: string | null;
  readonly configuration: Configuration;
  /** What of it is not known. */
  readonly unknown: readonly Unknown[];
  /** Too much of it is not known to say its shape. */
  readonly opaque: boolean;
  /** The input that it says itself, `input_shape=`: of one sample, and the batch where it fixes it. */
  readonly input: InputShape | null;
  /** The row that made it; null for a class that Layerscope has no row for. */
  readonly row: LayerRow | null;
  /** Arrays given to `set_weights` or `weights=`. */
  readonly given: readonly Value[] | null;
}

export interface InputShape {
  /** Null where not even the number of dimensions is known. */
  readonly shape: readonly Dimension[] | null;
  readonly batchSize: number | null;
}

/** One parameter of a layer's constructor. */
export interface Parameter {
  /** Keras 3's name; the configuration has it in camel case. */
  readonly name: string;
  readonly read: Reader;
  readonly fallback: ConfigurationValue;
  /** Names that Keras 1 and 2 gave it. */
  readonly legacy: readonly string[];
  /** Only by name. */
  readonly keywordOnly?: boolean;
}

export interface LayerRow {
  readonly type: string;
  /** In positional order. */
  readonly parameters: readonly Parameter[];
  /** Other names of the class. */
  readonly spellings?: readonly string[];
  /** Fills in what depends on other parameters. */
  readonly complete?: (configuration: Configuration) => Configuration;
  /** Makes the arguments of an older class today's. */
  readonly modernize?: (args: Arguments) => Arguments;
}

/** What of a call is the layer's own business, whatever its type. */
const commonNames: ReadonlySet<string> = new Set([
  'name',
  'trainable',
  'dtype',
  'autocast',
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'batch_shape',
  'batch_size',
  'input_length',
  'weights',
  'activity_regularizer',
  'dynamic',
  'sparse',
  'ragged',
  'seed',
]);

export const layer = defineObjectType<LayerState>({
  name: 'keras.layers.Layer',
  methods: {
    set_weights(self, { positional: [weights] }, context) {
      const given = weights ? sequenceOf(weights, context) : null;
      update(
        self,
        given ? { given } : { unknown: [...self.state.unknown, context.unknown('the weights that it is given are not known')] },
        context,
      );
      return none;
    },
    get_weights: (self, _args, context) =>
      self.state.given ? list([...self.state.given]) : context.unknown('its weights are not known before training'),
    get_config: (_self, _args, context) => context.unknown('its configuration is not read'),
    build: () => none,
    adapt: () => none,
    count_params: (_self, _args, context) => context.unknown('its number of parameters is not known here'),
  },
  attribute(self, name, context) {
    const { state } = self;
    if (name === 'name') return state.name === null ? undefined : string(state.name);
    if (name === 'trainable') return boolean(state.configuration['trainable'] !== false);
    if (weightNames.has(name)) {
      const value = context.unknown('the weights of a layer are not known before training');
      return variable.create({ value, write: (_written, writing) => unread(self, name, writing) }, context.range) as ObjectValue;
    }
    const key = camel(name);
    return Object.hasOwn(state.configuration, key) ? asValue(state.configuration[key] ?? null) : undefined;
  },
  setAttribute(self, name, value, context) {
    if (name === 'trainable') {
      const trainable = flag(value, context);
      if (typeof trainable === 'boolean') configure(self, { trainable }, context);
      else unread(self, name, context, true);
    } else if (name === '_name' || name === 'name') {
      if (value.kind === 'string') update(self, { name: value.value }, context);
    } else if (name === 'activation' && hasOwnActivation(self.state)) {
      // Keras calls what it finds there; a name it would not look up.
      const read = value.kind === 'string' ? new Unreadable('a text is no activation here') : readParameter(self, name, value, context);
      if (read instanceof Unreadable) {
        configure(self, { activation: null }, context);
        const reason = `the activation that this ${self.state.type} is given is not known: ${read.reason}`;
        update(self, { unknown: [...self.state.unknown, { reason, range: context.range }] }, context);
      } else configure(self, { activation: read }, context);
    } else if (weightNames.has(name) || decisive.has(name) || Object.hasOwn(self.state.configuration, camel(name))) {
      // Its shape and its weights stay what they are where only a penalty changes.
      if (name.endsWith('_initializer')) configure(self, { [camel(name)]: null }, context);
      unread(self, name, context, !/_(initializer|regularizer|constraint)$/.test(name));
    }
  },
  call: (self, args, context) =>
    context.unknown(`what this ${self.state.type} gives is not known: models as functions of tensors are not read yet`, args.range),
  isInstance: ({ state }, name) => name === `keras.layers.${state.type}` || name === 'keras.layers.Layer',
  join: (left, right, reason) =>
    JSON.stringify(left.configuration) === JSON.stringify(right.configuration) && left.given === right.given
      ? { ...left, unknown: [...new Set([...left.unknown, ...right.unknown])] }
      : {
          ...left,
          given: left.given === right.given ? left.given : null,
          opaque: left.opaque || right.opaque || JSON.stringify(left.configuration) !== JSON.stringify(right.configuration),
          unknown: [
            ...new Set([...left.unknown, ...right.unknown]),
            { reason: `how this ${left.type} is set depends on a condition: ${reason.reason}`, range: reason.range },
          ],
        },
});

/** Attributes that hold a layer's weights. */
const weightNames: ReadonlySet<string> = new Set([
  'kernel',
  'bias',
  'embeddings',
  'gamma',
  'beta',
  'moving_mean',
  'moving_variance',
  'weights',
]);

/** Others that decide what it computes, beside its parameters. */
const decisive: ReadonlySet<string> = new Set(['call', 'dtype', 'dtype_policy', 'build', '_activation', 'cell']);

/** `activation` as an attribute is what the layer applies; recurrent layers keep theirs in a cell. */
function hasOwnActivation({ configuration }: LayerState): boolean {
  return Object.hasOwn(configuration, 'activation') && !Object.hasOwn(configuration, 'recurrentInitializer');
}

function readParameter(self: LayerObject, name: string, value: Value, context: EvaluationContext): ConfigurationValue | Unreadable {
  const parameter = self.state.row?.parameters.find((candidate) => candidate.name === name);
  return parameter?.read(value, context) ?? new Unreadable(`${self.state.type} has no parameter ${name}`);
}

function configure(self: LayerObject, changes: Configuration, context: EvaluationContext): void {
  update(self, { configuration: { ...self.state.configuration, ...changes } }, context);
}

/** Something is written to the layer that is not read: `isOpaque` where that may decide its shape or its arithmetic. */
function unread(self: LayerObject, name: string, context: EvaluationContext, isOpaque = false): void {
  const reason = `Layerscope does not read the ${name} that this ${self.state.type} is given later yet`;
  update(self, { unknown: [...self.state.unknown, { reason, range: context.range }], opaque: self.state.opaque || isOpaque }, context);
}

export type LayerObject = ObjectValue<LayerState>;

/** Makes a layer of a call. */
export function createLayer(row: LayerRow, written: Arguments, context: EvaluationContext): LayerObject {
  const args = row.modernize?.(written) ?? written;
  const { type } = row;
  const unknown: Unknown[] = [];
  const note = (what: string, reason: string, range = args.range) =>
    unknown.push({ reason: `the ${what} of this ${type} ${isPlural(what) ? 'are' : 'is'} not known: ${reason}`, range });
  const configuration: Record<string, ConfigurationValue> = {};
  let position = 0;
  let opaque = args.rest !== null;
  for (const parameter of row.parameters) {
    const value = argument(args, parameter.keywordOnly ? -1 : position++, parameter.name, ...parameter.legacy);
    const read = value ? parameter.read(value, context) : parameter.fallback;
    configuration[camel(parameter.name)] = read instanceof Unreadable ? read.standIn : read;
    if (read instanceof Unreadable) {
      note(parameter.name, read.reason);
      opaque ||= read.isOpaque;
    } else if (read === required) {
      // As an empty value is read: of the right form where there is one.
      const empty = parameter.read(context.unknown('it is not given'), context);
      configuration[camel(parameter.name)] = empty instanceof Unreadable ? empty.standIn : null;
      opaque ||= empty instanceof Unreadable && empty.isOpaque;
      note(parameter.name, 'it is not given');
    }
  }
  const trainable = argument(args, -1, 'trainable');
  if (trainable) configuration['trainable'] = flag(trainable, context) !== false;
  else if (row.parameters.some(({ name }) => name.endsWith('initializer'))) configuration['trainable'] = true;
  if (args.rest) note('arguments', args.rest.reason, args.rest.range);
  for (const name of args.keywords.keys()) {
    const isKnown = commonNames.has(name) || row.parameters.some((parameter) => parameter.name === name || parameter.legacy.includes(name));
    if (!isKnown) unknown.push({ reason: `${type} has no parameter ${name} that Layerscope knows`, range: args.range });
  }
  const name = args.keywords.get('name');
  const weights = args.keywords.get('weights');
  return layer.create(
    {
      type,
      name: name?.kind === 'string' ? name.value : null,
      configuration: row.complete?.(configuration) ?? configuration,
      unknown,
      opaque,
      input: inputShape(args, row, context),
      row,
      given: weights ? sequenceOf(weights, context) : null,
    },
    args.range,
  );
}

/** `units`, `strides`; not `bias` or `axis`. */
function isPlural(what: string): boolean {
  return /(?<!bia|axi)s$/.test(what);
}

/** Stands for "must be given" among fallbacks. */
export const required = '(required)';

/** `kernel_size` → `kernelSize`. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function update(self: LayerObject, changes: Partial<LayerState>, context: EvaluationContext): void {
  context.touch(self as ObjectValue);
  self.state = { ...self.state, ...changes };
}

/** A row that makes this layer; the class by its name is what the evaluator calls. */
export function layerCall(row: LayerRow): LibraryCall {
  return (args, context) => createLayer(row, args, context) as ObjectValue;
}

/**
 * A layer of a class that Layerscope has no row for: the source's own, or another library's. It is opaque even where a layer
 * of Keras has the same name.
 */
export function foreignLayer(type: string, args: Arguments, context: EvaluationContext): LayerObject {
  const name = args.keywords.get('name');
  return layer.create(
    {
      type: type === 'Input' ? 'InputLayer' : type,
      name: name?.kind === 'string' ? name.value : null,
      configuration: {},
      unknown: [{ reason: notKnownYet(type), range: args.range }],
      opaque: true,
      input: inputShape(args, null, context),
      row: null,
      given: null,
    },
    args.range,
  );
}

export function notKnownYet(type: string): string {
  return `Layerscope does not know the shape of ${type} yet`;
}

function inputShape(args: Arguments, row: LayerRow | null, context: EvaluationContext): InputShape | null {
  const { keywords } = args;
  const shapeOf = (value: Value | undefined): readonly Dimension[] | null => {
    const read = value && value.kind !== 'none' ? dimensions(value, context) : null;
    return Array.isArray(read) ? read.map((size) => (typeof size === 'number' ? size : null)) : null;
  };
  const batched = shapeOf(keywords.get('batch_input_shape'));
  if (batched) return { shape: batched.slice(1), batchSize: batched[0] ?? null };
  const size = keywords.get('batch_size');
  const batchSize = size ? plainNumber(size, context) : null;
  const shape = shapeOf(keywords.get('input_shape'));
  if (shape) return { shape, batchSize };
  const length = keywords.get('input_length');
  // An Embedding's `input_dim` is its vocabulary; elsewhere it is the last dimension of what comes in.
  const ownsDimension = row?.parameters.some(({ name }) => name === 'input_dim') ?? false;
  const dimension = ownsDimension ? undefined : keywords.get('input_dim');
  const steps = length && length.kind !== 'none' ? [plainNumber(length, context)] : [];
  if (dimension && dimension.kind !== 'none') {
    const isSequence = row?.parameters.some(({ name }) => name === 'return_sequences' || name === 'kernel_size') ?? false;
    return { shape: [...(steps.length === 0 && isSequence ? [null] : steps), plainNumber(dimension, context)], batchSize };
  }
  return ownsDimension && steps.length > 0 ? { shape: steps, batchSize } : null;
}

function asValue(configured: ConfigurationValue): Value | undefined {
  if (typeof configured === 'number') return Number.isInteger(configured) ? integer(configured) : float(configured);
  if (typeof configured === 'string') return string(configured);
  if (typeof configured === 'boolean') return boolean(configured);
  if (!Array.isArray(configured)) return undefined;
  const parts = configured.map(asValue);
  return tuple(parts.map((part) => part ?? none));
}
