// What reading remembered of the models → definitions: networks with shapes and weights, training plans, data.
import { buildNetwork, type LayerSpecification } from '../../../network/build.ts';
import { layerType } from '../../../network/layer-types.ts';
import type { Network, Weight } from '../../../network/network.ts';
import { formatShape, product } from '../../../network/shape.ts';
import type { Definition } from '../../definition.ts';
import type { EvaluationContext } from '../../evaluate/library.ts';
import type { Value } from '../../evaluate/value.ts';
import type { Range, Unknown } from '../../range.ts';
import { arraysOf, numbersGiven } from './data.ts';
import { type InputShape, type LayerObject, type LayerState, notKnownYet } from './layer.ts';
import { modelsKey, type Part, type SequentialObject, type SequentialState } from './sequential.ts';
import { describeData, describeTraining } from './training/description.ts';
import type { Fitting } from './training/fit.ts';

/** A definition and the values that its training takes. */
export interface KerasModel {
  readonly definition: Definition;
  readonly fitted: Fitting | null;
}

/** A loop that makes models of one line gives at most so many definitions. */
const mostOfOneLine = 12;

/** Every Sequential of the reading, in the order in which the source makes them. `stopped` is put on all where reading ran out of budget. */
export function kerasModels(context: EvaluationContext, stopped: Unknown | null): readonly KerasModel[] {
  const all = context.read(modelsKey).filter(({ state }) => state.parts.length > 0 || state.unknown.length > 0);
  const inner = new Set(all.flatMap(({ state }) => state.parts.flatMap((part) => (part.kind === 'model' ? [part.model] : []))));
  const made = new Set(all.filter(({ state }) => !state.tried).map(({ range }) => placeOf(range)));
  const models: KerasModel[] = [];
  const seen = new Set<string>();
  const ofLine = new Map<string, number>();
  const ofName = new Map<string, number>();
  for (const model of all) {
    const { state, range } = model;
    const place = placeOf(range);
    // A part without a name belongs to its model; a trial says nothing where a real call has made the model.
    if (inner.has(model) && !state.held) continue;
    if (state.tried && made.has(place)) continue;
    const base = state.held?.name ?? state.function ?? state.givenName ?? 'model';
    const described = describe(model, stopped, context);
    const same = JSON.stringify([base, place, described.network.layers, described.training?.plan, described.data?.x.shape]);
    const count = ofLine.get(place) ?? 0;
    if (seen.has(same) || count >= mostOfOneLine) continue;
    seen.add(same);
    ofLine.set(place, count + 1);
    const earlier = ofName.get(base) ?? 0;
    ofName.set(base, earlier + 1);
    const name = earlier === 0 ? base : `${base} (${earlier + 1})`;
    models.push({ definition: { ...described, id: `${base}#${earlier}`, name }, fitted: state.fitted });
  }
  return models;
}

function describe(model: SequentialObject, stopped: Unknown | null, context: EvaluationContext): Omit<Definition, 'id' | 'name'> {
  const { state } = model;
  // What is trained is the model as its first fit finds it.
  const { atFit } = state;
  const now: SequentialState = atFit
    ? { ...state, parts: atFit.parts, trainable: atFit.trainable, given: atFit.given, compiled: atFit.compiled ?? state.compiled }
    : state;
  const { network, unknown } = networkOf(now, model.range, context);
  const target = state.fitted?.y ? (arraysOf(state.fitted.y, context)?.[0]?.shape ?? null) : null;
  const output = network.layers.at(-1)?.outputShape ?? null;
  const { training, reasons } = describeTraining(now, output, target);
  const everything = [...state.unknown, ...unknown, ...reasons, ...afterFit(state), ...(stopped ? [stopped] : [])];
  return {
    framework: 'keras',
    kind: 'sequential',
    range: wholeRange(model),
    status: everything.length === 0 ? 'complete' : 'partial',
    unknown: distinct(everything),
    network,
    training,
    data: state.fitted ? describeData(state.fitted, context) : null,
  };
}

/** What happens after the first fit, which alone is trained. */
function afterFit({ fitted, fits, atFit, parts, held }: SequentialState): readonly Unknown[] {
  if (!fitted || !atFit) return [];
  const { range } = fitted;
  const unknown: Unknown[] = [];
  if (fits > 1) unknown.push({ reason: `${held?.name ?? 'model'}.fit is called ${fits} times; only the first is trained here`, range });
  const isSame = parts.length === atFit.parts.length && parts.every((part, index) => contentOf(part) === contentOf(atFit.parts[index]));
  if (!isSame) unknown.push({ reason: 'its layers change after fit; they are read as that fit trains them', range });
  return unknown;
}

function contentOf(part: Part | undefined): unknown {
  return part?.kind === 'layer' ? part.layer : part?.kind === 'model' ? part.model : part?.kind === 'input' ? part.range : undefined;
}

interface Flat {
  readonly layer: LayerObject;
  readonly state: LayerState;
  /** Null where it is not known. */
  readonly trainable: boolean | null;
  readonly isUncertain: boolean;
  /** Layers that were there before it and are gone. */
  readonly replaced: readonly LayerObject[];
}

function networkOf(
  state: SequentialState,
  range: Range,
  context: EvaluationContext,
): { readonly network: Network; readonly unknown: readonly Unknown[] } {
  const flat = flatten(state, { trainable: true, isUncertain: false }, 0);
  const unknown: Unknown[] = [];
  const names = createNaming();
  const specifications: LayerSpecification[] = [];
  const entry = inputOf(state, flat, context);
  if (entry) {
    specifications.push({
      name: names(entry.name, 'InputLayer'),
      type: 'Input',
      configuration: { shape: entry.input.shape ?? [], batchSize: entry.input.batchSize },
      inputs: [],
      ...(entry.range && { range: entry.range }),
    });
  } else {
    unknown.push({ reason: 'the shape of its input is not known: no Input, input_shape or training data of known shape', range });
  }
  const given = state.given ? [...state.given] : null;
  const used = new Set<LayerObject>();
  for (const { layer, state: own, trainable, isUncertain, replaced } of flat) {
    const { type, configuration, name } = own;
    for (const gone of replaced) names(gone.state.name, gone.state.type);
    unknown.push(...own.unknown);
    if (!layerType(type) && !own.opaque) unknown.push({ reason: notKnownYet(type), range: layer.range });
    const specification: LayerSpecification = {
      name: names(name, type),
      type,
      configuration: trainable === false ? { ...configuration, trainable: false } : configuration,
      inputs: specifications.length === 0 ? [] : [specifications.length - 1],
      range: layer.range,
      ...((own.opaque || isUncertain || trainable === null) && { opaque: true }),
    };
    specifications.push(specification);
    if (used.has(layer) && mayHaveWeights(specifications)) {
      const reason = `the layer ${specification.name} is used twice; shared weights are not read yet`;
      unknown.push({ reason, range: layer.range });
      specifications[specifications.length - 1] = { ...specification, opaque: true };
    }
    used.add(layer);
    if (!own.given && !given) continue;
    const weights = buildNetwork(specifications, []).layers.at(-1)?.weights ?? [];
    if (weights.length === 0 && !own.given) continue;
    const taken: readonly Value[] = own.given?.slice(0, weights.length) ?? given?.splice(0, weights.length) ?? [];
    const values = readGiven(taken, weights, context);
    if (typeof values === 'string')
      unknown.push({ reason: `the weights that ${specification.name} is given are not known: ${values}`, range: layer.range });
    else specifications[specifications.length - 1] = { ...specification, given: values };
  }
  return { network: buildNetwork(specifications, specifications.length > 0 ? [specifications.length - 1] : []), unknown };
}

/** False where the last of the layers has none for sure. */
function mayHaveWeights(specifications: readonly LayerSpecification[]): boolean {
  return buildNetwork(specifications, []).layers.at(-1)?.parameters !== 0;
}

/** The numbers of a layer's weights as the source sets them, or why they are not known. */
function readGiven(
  taken: readonly Value[],
  weights: readonly Weight[],
  context: EvaluationContext,
): readonly (readonly number[])[] | string {
  if (taken.length !== weights.length || taken.length === 0) return `${taken.length} arrays are given for ${weights.length} weights`;
  const numbers: (readonly number[])[] = [];
  for (const [at, { name, shape }] of weights.entries()) {
    const value = taken[at];
    const read = value ? numbersGiven(value, context) : 'they are missing';
    if (typeof read === 'string') return read;
    if (read.length !== product(shape)) return `${read.length} numbers do not fit its ${name} of ${formatShape(shape)}`;
    numbers.push(read);
  }
  return numbers;
}

/** Layers of nested models in their place. */
function flatten(state: SequentialState, around: Pick<Flat, 'trainable' | 'isUncertain'>, depth: number): readonly Flat[] {
  const trainable = around.trainable === false || state.trainable === false ? false : around.trainable && state.trainable;
  return state.parts.flatMap((part): readonly Flat[] => {
    const isUncertain = around.isUncertain || part.isUncertain === true;
    const replaced = part.replaced ?? [];
    if (part.kind === 'layer') return [{ layer: part.layer, state: part.state ?? part.layer.state, trainable, isUncertain, replaced }];
    // A model may have been added to itself.
    return part.kind === 'model' && depth < 8 ? flatten(part.state ?? part.model.state, { trainable, isUncertain }, depth + 1) : [];
  });
}

interface Entry {
  readonly input: InputShape;
  readonly name: string | null;
  readonly range: Range | null;
}

/** What comes in: as written first, then as built, then as the training data has it. */
function inputOf(state: SequentialState, flat: readonly Flat[], context: EvaluationContext): Entry | null {
  const written = writtenInput(state, 0);
  if (written?.input.shape) return written;
  const [first] = flat;
  const own = first?.state.input;
  if (own?.shape) return { input: own, name: null, range: null };
  if (state.built?.shape) return { input: state.built, name: null, range: null };
  const x = state.fitted?.x ? arraysOf(state.fitted.x, context) : null;
  const [data] = x ?? [];
  return data && x?.length === 1 && data.shape.length > 1
    ? { input: { shape: data.shape.slice(1), batchSize: null }, name: null, range: null }
    : null;
}

function writtenInput(state: SequentialState, depth: number): Entry | null {
  const [first] = state.parts;
  if (first?.kind === 'input') return { input: first.input, name: first.name, range: first.range };
  return first?.kind === 'model' && depth < 8 ? writtenInput(first.state ?? first.model.state, depth + 1) : null;
}

/** Keras's own names: the class in snake case, counted from the second on; counted anew in every definition. */
function createNaming(): (given: string | null, type: string) => string {
  const used = new Set<string>();
  return (given, type) => {
    const base = given ?? snakeCase(type);
    let name = base;
    for (let count = 1; used.has(name); count++) name = `${base}_${count}`;
    used.add(name);
    return name;
  };
}

/** `MaxPooling2D` → `max_pooling2d` (keras/src/utils/naming.py). */
function snakeCase(type: string): string {
  return type
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** From the constructor call to the last `.add`, where that comes after it in the same text. */
function wholeRange({ range, state }: SequentialObject): Range {
  const { end } = state;
  if (!end || end.cell !== range.cell || end.end.line < range.end.line) return range;
  return { ...range, end: end.end };
}

function placeOf({ start, cell }: Range): string {
  return `${cell ?? ''}:${start.line}:${start.character}`;
}

function distinct(unknown: readonly Unknown[]): readonly Unknown[] {
  const seen = new Set<string>();
  return unknown.filter(({ reason, range }) => {
    const key = `${placeOf(range)} ${reason}`;
    return !seen.has(key) && seen.add(key);
  });
}
