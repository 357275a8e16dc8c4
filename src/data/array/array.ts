// The n-dimensional array value that reading computes with: immutable, its shape always known, its values computed only
// when somebody asks. What NumPy does with arrays stands beside this file, one file a kind of operation. It knows no
// views: an array here is row-major and whole; what shares memory in NumPy is modelled by the library rows (view.ts).
import type { DType } from './dtype.ts';

/**
 * How much computing a caller allows, in elements. One budget may serve many arrays: it counts down. A multiply-add of a
 * matrix product counts an eighth.
 */
export interface ElementBudget {
  remaining: number;
}

/** 2²⁵ elements are 256 MB of float64: more than a hint or a training set in an editor should cost. */
export const defaultElementLimit = 2 ** 25;

export function createBudget(elements = defaultElementLimit): ElementBudget {
  return { remaining: elements };
}

/** Computing the values would cost more than the budget has left. The array stays as it is; a larger budget may follow. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  readonly elements: number;

  constructor(elements: number, remaining: number) {
    super(
      `Computing this array takes ${elements.toLocaleString('en-US')} elements; ${Math.max(0, remaining).toLocaleString('en-US')} are allowed here.`,
    );
    this.elements = elements;
  }
}

/** What NumPy itself would refuse: shapes that do not fit, an index out of range. The message says which. */
export class ArrayError extends Error {
  override readonly name = 'ArrayError';
}

/** NumPy gives a number here, but these arrays cannot hold it exactly (int64 beyond 2⁵³). Better none than a wrong one. */
export class InexactError extends Error {
  override readonly name = 'InexactError';
}

/** Why an array's values never can be had, and where they would have to come from. */
export interface Missing {
  readonly reason: string;
  readonly origin: 'file' | 'builtin' | 'generated' | 'unknown';
}

/** How an array's values come about. */
export interface Recipe {
  /** Forced before `compute`, which gets their values in this order. */
  readonly inputs: readonly LazyArray[];
  /** Elements that `compute` costs beyond `size`, where that is not what it does. */
  readonly cost?: number;
  /** Gives `size` values, row-major, already rounded to the dtype. Runs at most once. May return an input itself or a part of it. */
  compute(values: readonly Float64Array[]): Float64Array;
}

export class LazyArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** False where a random stream without a seed had a part in it: another run of the program gives other numbers. */
  readonly seeded: boolean;
  /** A bare Python number, which takes the dtype of what it meets (NEP 50). */
  readonly weak: boolean;
  /** Set where an array had a part in it whose values never can be had: `values` then throws. */
  readonly missing: Missing | null;
  #recipe: Recipe | null;
  #values: Float64Array | null = null;

  constructor(
    shape: readonly number[],
    dtype: DType,
    recipe: Recipe,
    options: { seeded?: boolean; weak?: boolean; missing?: Missing } = {},
  ) {
    this.shape = shape;
    this.dtype = dtype;
    this.size = shape.reduce((product, size) => product * size, 1);
    this.seeded = options.seeded ?? recipe.inputs.every((input) => input.seeded);
    this.weak = options.weak ?? false;
    this.missing = options.missing ?? recipe.inputs.find((input) => input.missing)?.missing ?? null;
    this.#recipe = recipe;
  }

  /** True when `values()` costs nothing. */
  get computed(): boolean {
    return this.#values !== null;
  }

  /**
   * The elements, row-major; integers and booleans as numbers. Computed once, shared afterwards: do not write into it.
   * Throws TooLargeError, and ArrayError where NumPy would fail only when it sees the values.
   */
  values(budget: ElementBudget = createBudget()): Float64Array {
    if (this.#values) return this.#values;
    // An explicit stack: a loop in the source may have chained a hundred thousand operations.
    const pending: LazyArray[] = [this];
    for (let array = pending.at(-1); array; array = pending.at(-1)) {
      const missing = array.#recipe?.inputs.find((input) => input.#values === null);
      if (missing) pending.push(missing);
      else {
        array.#compute(budget);
        pending.pop();
      }
    }
    return this.#values ?? new Float64Array(0);
  }

  /** The only element, `values()[0]`. Throws ArrayError when there are none or several. */
  item(budget?: ElementBudget): number {
    if (this.size !== 1) throw new ArrayError('can only convert an array of size 1 to a Python scalar');
    return this.values(budget)[0] ?? Number.NaN;
  }

  #compute(budget: ElementBudget): void {
    const recipe = this.#recipe;
    if (!recipe || this.#values) return;
    const cost = Math.max(this.size, recipe.cost ?? 0);
    if (cost > budget.remaining) throw new TooLargeError(cost, budget.remaining);
    budget.remaining -= cost;
    const values = recipe.compute(recipe.inputs.map((input) => input.#values ?? new Float64Array(0)));
    if (values.length !== this.size) throw new Error(`${values.length} values computed for the shape (${this.shape.join(', ')})`);
    this.#values = values;
    this.#recipe = null;
  }
}

/** An array of `shape` computed from `inputs`; seeded when all of them are. */
export function lazyArray(
  shape: readonly number[],
  dtype: DType,
  inputs: readonly LazyArray[],
  compute: Recipe['compute'],
  cost?: number,
): LazyArray {
  return new LazyArray(shape, dtype, { inputs, compute, ...(cost !== undefined && { cost }) });
}

/** An array of these values, which must already be of the dtype; they are not copied. */
export function arrayOf(values: Float64Array, shape: readonly number[] = [values.length], dtype: DType = 'float64'): LazyArray {
  return lazyArray(shape, dtype, [], () => values, 0);
}

/** An array whose shape is known but whose values never will be: asking for them throws an ArrayError with the reason. */
export function arrayOfUnknown(shape: readonly number[], dtype: DType, reason: string, origin: Missing['origin'] = 'unknown'): LazyArray {
  const compute = () => {
    throw new ArrayError(reason);
  };
  return new LazyArray(shape, dtype, { inputs: [], cost: 0, compute }, { missing: { reason, origin } });
}

/** A bare Python `int`, `float` or `bool`: no dimensions, weak. */
export function pythonScalar(value: number | boolean, kind: 'int' | 'float' | 'bool'): LazyArray {
  const dtype = kind === 'int' ? 'int64' : kind === 'float' ? 'float64' : 'bool';
  return new LazyArray([], dtype, { inputs: [], compute: () => Float64Array.of(Number(value)) }, { weak: kind !== 'bool' });
}
