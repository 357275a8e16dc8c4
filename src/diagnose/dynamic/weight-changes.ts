// Every weight of a run before training and now, and why those stand still that do: one row a number, made on demand,
// so that a table of a million rows costs what its visible part costs. Says nothing where it is not certain.
import type { Network } from '../../network/network.ts';
import type { RunDescription } from '../../protocol/dashboard.ts';
import { type Checkpoint, type Frame, FrameIndex, samplesSeen, silenceOfDead } from '../../protocol/frame.ts';
import { deadUnitInto, deadUnitOutOf, kernelAxes, type Silence, type UnitPath } from './dead-paths.ts';
import { firstNumbers, indices, layOut, letter, type WeightTensor } from './weight-tensors.ts';

/** Why a weight is bit for bit what it was before training. Units count from 0 here, from 1 in words. */
export type UnchangedReason =
  /** No step was made yet. */
  | { readonly kind: 'notTrained' }
  | { readonly kind: 'frozen' }
  /** It feeds a unit that fires on none of the window's samples: no gradient comes back through it. */
  | { readonly kind: 'deadUnitInput'; readonly layer: number; readonly unit: number; readonly windowSamples: number }
  /** It multiplies the output of such a unit, which is always zero. */
  | { readonly kind: 'deadUnitOutput'; readonly layer: number; readonly unit: number; readonly windowSamples: number }
  /** This step's gradient is exactly zero, for a reason not known here. */
  | { readonly kind: 'zeroGradient' };

/** What the rows are made from. Functions read where the numbers stand, without copying. */
export interface WeightState {
  readonly network: Network;
  readonly initial: Checkpoint;
  /** The tensor's values now; undefined where they are not at hand. */
  readonly current: (layer: number, weight: number) => Float32Array | undefined;
  /** This step's gradient, where it is measured. */
  readonly gradient?: (layer: number, weight: number) => Float32Array | undefined;
  /** Samples since each unit of the layer last fired; undefined for layers whose units cannot die. */
  readonly silence: Silence;
  readonly step: number;
  readonly windowSamples: number;
  readonly samplesSeen: number;
  readonly featureNames?: readonly string[];
}

export interface WeightChange {
  readonly tensor: WeightTensor;
  /** Position within the tensor, row-major. */
  readonly position: number;
  /** `hidden/kernel[0,1]`: indices from 0, as in code. */
  readonly name: string;
  /** `W3`, `B1`: kernels and biases numbered through a network of at most 99 parameters; else null. */
  readonly shortName: string | null;
  /** What it joins: `x1 → hidden 2`; `hidden 2` for a bias; null where the layer's type does not say. */
  readonly connection: string | null;
  readonly before: number;
  /** Undefined where the tensor's values are not at hand, as are those below. */
  readonly now: number | undefined;
  readonly difference: number | undefined;
  /** Difference in percent of the magnitude before; undefined also where that was 0 and the weight moved. */
  readonly percent: number | undefined;
  readonly gradient: number | undefined;
  /** Bit for bit equal to before. */
  readonly unchanged: boolean | undefined;
  readonly reason: UnchangedReason | null;
}

export type WeightColumn = 'before' | 'now' | 'difference' | 'percent' | 'gradient';

export class WeightTable {
  readonly tensors: readonly WeightTensor[];
  /** Number of rows: all parameters. */
  readonly count: number;
  #state: WeightState;
  readonly #into: ReadonlyMap<WeightTensor, UnitPath | null>;
  readonly #outOf: ReadonlyMap<WeightTensor, UnitPath | null>;
  readonly #firstNumbers: ReadonlyMap<WeightTensor, number>;

  constructor(state: WeightState) {
    this.#state = state;
    this.tensors = layOut(state.network);
    this.count = this.tensors.reduce((sum, { length }) => sum + length, 0);
    this.#into = new Map(this.tensors.map((tensor) => [tensor, deadUnitInto(state.network, tensor.layer)]));
    this.#outOf = new Map(this.tensors.map((tensor) => [tensor, deadUnitOutOf(state.network, tensor.layer)]));
    this.#firstNumbers = firstNumbers(this.tensors, this.count);
  }

  /** Shows another moment of the same run. */
  update(state: Omit<WeightState, 'network' | 'initial'>): void {
    this.#state = { ...this.#state, ...state };
  }

  /** The row of this index, 0 to `count` − 1. Throws a RangeError outside. */
  row(index: number): WeightChange {
    const tensor = this.tensorAt(index);
    const position = index - tensor.start;
    const before = this.#initial(tensor)[position] ?? Number.NaN;
    const now = this.#state.current(tensor.layer, tensor.weight)?.[position];
    const unchanged = now === undefined ? undefined : Object.is(before, now);
    return {
      tensor,
      position,
      name: `${tensor.name}[${indices(position, tensor.shape).join(',')}]`,
      shortName: this.#shortName(tensor, position),
      connection: this.#connection(tensor, position),
      before,
      now,
      difference: now === undefined ? undefined : now - before,
      percent: now === undefined ? undefined : percent(before, now),
      gradient: this.#state.gradient?.(tensor.layer, tensor.weight)?.[position],
      unchanged,
      reason: unchanged ? this.#reason(tensor, position) : null,
    };
  }

  /** The tensor that holds a row. Throws a RangeError for a row that is not there. */
  tensorAt(index: number): WeightTensor {
    let [low, high] = [0, this.tensors.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.tensors[middle] as WeightTensor).start <= index) low = middle;
      else high = middle - 1;
    }
    const tensor = this.tensors[low];
    if (!tensor || index < tensor.start || index >= tensor.start + tensor.length) throw new RangeError(`There is no weight ${index}.`);
    return tensor;
  }

  /** One column of all rows, for sorting and for pictures; NaN where a number is not known. */
  column(column: WeightColumn): Float64Array {
    const values = new Float64Array(this.count).fill(Number.NaN);
    for (const tensor of this.tensors) {
      const before = this.#initial(tensor);
      const now = this.#state.current(tensor.layer, tensor.weight);
      const gradient = this.#state.gradient?.(tensor.layer, tensor.weight);
      for (let position = 0; position < tensor.length; position++) {
        values[tensor.start + position] = cell(column, before[position] ?? Number.NaN, now?.[position], gradient?.[position]) ?? Number.NaN;
      }
    }
    return values;
  }

  /** For every row 1 where it stands where it began, else 0 (also where its value now is not at hand). */
  unchanged(): Uint8Array {
    const flags = new Uint8Array(this.count);
    for (const tensor of this.tensors) {
      const now = this.#state.current(tensor.layer, tensor.weight);
      const before = this.#initial(tensor);
      for (let position = 0; now && position < tensor.length; position++) {
        if (Object.is(before[position], now[position])) flags[tensor.start + position] = 1;
      }
    }
    return flags;
  }

  /** The values of one tensor, without copying; `now` is undefined where they are not at hand. */
  values(tensor: WeightTensor): { readonly before: Float32Array; readonly now: Float32Array | undefined } {
    return { before: this.#initial(tensor), now: this.#state.current(tensor.layer, tensor.weight) };
  }

  #initial(tensor: WeightTensor): Float32Array {
    return this.#state.initial.weights[tensor.layer]?.[tensor.weight] ?? new Float32Array(0);
  }

  #reason(tensor: WeightTensor, position: number): UnchangedReason | null {
    const { step, windowSamples } = this.#state;
    if (!tensor.trainable) return { kind: 'frozen' };
    if (step === 0) return { kind: 'notTrained' };
    const units = unitsOf(tensor, position, this.#state.network);
    const into = this.#deadUnit(this.#into.get(tensor), units.to);
    if (into) return { kind: 'deadUnitInput', ...into, windowSamples };
    const outOf = this.#deadUnit(this.#outOf.get(tensor), units.from);
    if (outOf) return { kind: 'deadUnitOutput', ...outOf, windowSamples };
    const gradient = this.#state.gradient?.(tensor.layer, tensor.weight)?.[position];
    return gradient === 0 ? { kind: 'zeroGradient' } : null;
  }

  #deadUnit(path: UnitPath | null | undefined, channel: number | null): { layer: number; unit: number } | null {
    if (!path || channel === null) return null;
    const silence = this.#state.silence(path.layer);
    const unit = channel % path.units;
    if (!silence || silence.length !== path.units) return null;
    const { samplesSeen, windowSamples } = this.#state;
    return (silence[unit] as number) >= silenceOfDead(samplesSeen, windowSamples) ? { layer: path.layer, unit } : null;
  }

  #sourceName(layer: number, unit: number): string {
    const { network, featureNames } = this.#state;
    const source = network.layers[layer];
    if (source?.type !== 'Input') return unitName(network, layer, unit);
    if ((source.outputShape?.length ?? 0) > 2) return source.outputShape?.at(-1) === 1 ? source.name : `channel ${unit + 1}`;
    return featureNames?.[unit] ?? `x${unit + 1}`;
  }

  #shortName(tensor: WeightTensor, position: number): string | null {
    const first = this.#firstNumbers.get(tensor);
    return first === undefined ? null : `${letter(tensor)}${first + position}`;
  }

  #connection(tensor: WeightTensor, position: number): string | null {
    const { network } = this.#state;
    const { from, to } = unitsOf(tensor, position, network);
    if (to === null) return null;
    const target = unitName(network, tensor.layer, to);
    const source = network.layers[tensor.layer]?.inputs[0];
    if (from === null || source === undefined) return target;
    return `${this.#sourceName(source, from)} → ${target}`;
  }
}

/**
 * The moment of a run that `frame` and, for tensors that frames leave out, `checkpoint` hold. A frame's silence and step
 * count; a checkpoint of another step than the frame's is taken only where the frame has no values.
 */
export function weightStateOf(
  run: RunDescription,
  frame: Frame | null,
  checkpoint: Checkpoint | null,
  index = new FrameIndex(run.start.layout),
): WeightState {
  const { start, network, featureNames } = run;
  const step = frame?.step ?? checkpoint?.step ?? 0;
  return {
    network,
    initial: start.initial,
    current: (layer, weight) => (frame && index.read(frame, 'weightValues', layer, weight)) ?? checkpoint?.weights[layer]?.[weight],
    gradient: (layer, weight) => (frame ? index.read(frame, 'weightGradient', layer, weight) : undefined),
    silence: (layer) => (frame ? index.read(frame, 'unitSilence', layer) : undefined),
    step,
    windowSamples: start.windowSamples,
    samplesSeen: samplesSeen(step, start.windowSamples, run.plan.batchSize),
    ...(featureNames && { featureNames }),
  };
}

/** The reason in words: `feeds unit 1 of hidden, which fires on none of the last 300 samples`. */
export function reasonText(reason: UnchangedReason, network: Network): string {
  switch (reason.kind) {
    case 'notTrained':
      return 'no step was made yet';
    case 'frozen':
      return 'is frozen: not trainable';
    case 'deadUnitInput':
      return `feeds unit ${reason.unit + 1} of ${layerName(network, reason.layer)}, which fires on none of the last ${reason.windowSamples.toLocaleString('en-US')} samples`;
    case 'deadUnitOutput':
      return `carries the zero output of unit ${reason.unit + 1} of ${layerName(network, reason.layer)}`;
    case 'zeroGradient':
      return 'its gradient is exactly 0 at this step';
    default:
      return reason satisfies never;
  }
}

/** Which input and which unit of its layer a weight joins, by the layer type's kernel; null where that is not known. */
function unitsOf(tensor: WeightTensor, position: number, network: Network): { from: number | null; to: number | null } {
  const last = tensor.shape.at(-1);
  if (last === undefined || !kernelAxes.has(network.layers[tensor.layer]?.type ?? '')) return { from: null, to: null };
  const inputs = tensor.shape.at(-2);
  return { from: inputs === undefined ? null : Math.floor(position / last) % inputs, to: position % last };
}

function unitName(network: Network, layer: number, unit: number): string {
  const { outputShape } = network.layers[layer] ?? {};
  return outputShape?.at(-1) === 1 ? layerName(network, layer) : `${layerName(network, layer)} ${unit + 1}`;
}

function layerName(network: Network, layer: number): string {
  return network.layers[layer]?.name ?? `layer ${layer}`;
}

function cell(column: WeightColumn, before: number, now: number | undefined, gradient: number | undefined): number | undefined {
  switch (column) {
    case 'before':
      return before;
    case 'now':
      return now;
    case 'difference':
      return now === undefined ? undefined : now - before;
    case 'percent':
      return now === undefined ? undefined : percent(before, now);
    case 'gradient':
      return gradient;
    default:
      return column satisfies never;
  }
}

function percent(before: number, now: number): number | undefined {
  if (before === now) return 0;
  return before === 0 ? undefined : (100 * (now - before)) / Math.abs(before);
}
