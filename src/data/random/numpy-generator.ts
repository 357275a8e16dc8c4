// NumPy's two generators behind one face: `RandomState` (and the functions of np.random) and `default_rng`.
import type { DType } from '../array/dtype.ts';
import type { BitGenerator } from './bits.ts';
import { type BoundedDraw, byteDraw, lemireInteger, maskedInteger } from './bounded.ts';
import { type LegacyState, legacyExponential, legacyNormal, zigguratExponential, zigguratNormal } from './distributions.ts';
import { Mt19937 } from './mt19937.ts';
import { Pcg64 } from './pcg64.ts';
import { generatorChoiceOnce, permutation } from './permutations.ts';

export interface NumpyGenerator {
  readonly bits: BitGenerator;
  copy(): NumpyGenerator;
  /** Standard normal. */
  normal(): number;
  /** Standard exponential. */
  exponential(): number;
  /** What shuffles draw from. */
  readonly below: BoundedDraw;
  /** What one call for integers of a type draws from. */
  integers(dtype: DType): BoundedDraw;
  /** `choice(count, size, replace=False)` without probabilities; `shuffle` counts only for `default_rng`. */
  chooseOnce(count: number, result: Float64Array, shuffle: boolean): void;
}

/** `np.random.seed(seed)`, `np.random.RandomState(seed)`: an integer below 2³² or a list of such. */
export function legacyGenerator(seed: number | readonly number[]): NumpyGenerator {
  return new LegacyGenerator({ bits: typeof seed === 'number' ? Mt19937.fromInteger(seed) : Mt19937.fromKey(seed), spare: null });
}

/** `np.random.default_rng(seed)`: a non-negative integer. */
export function modernGenerator(seed: number): NumpyGenerator {
  return new ModernGenerator(Pcg64.fromInteger(BigInt(seed)));
}

class LegacyGenerator implements NumpyGenerator {
  readonly below = maskedInteger;
  readonly #state: LegacyState;

  constructor(state: LegacyState) {
    this.#state = state;
  }

  get bits(): BitGenerator {
    return this.#state.bits;
  }

  copy(): NumpyGenerator {
    return new LegacyGenerator({ bits: this.#state.bits.copy(), spare: this.#state.spare });
  }

  normal(): number {
    return legacyNormal(this.#state);
  }

  exponential(): number {
    return legacyExponential(this.#state.bits);
  }

  integers(dtype: DType): BoundedDraw {
    return dtype === 'uint8' ? byteDraw(true) : maskedInteger;
  }

  chooseOnce(count: number, result: Float64Array): void {
    result.set(permutation(this.bits, count, maskedInteger).subarray(0, result.length));
  }
}

class ModernGenerator implements NumpyGenerator {
  /** Only `integers` and `choice` multiply; shuffles mask, as in RandomState. */
  readonly below = maskedInteger;
  readonly bits: Pcg64;

  constructor(bits: Pcg64) {
    this.bits = bits;
  }

  copy(): NumpyGenerator {
    return new ModernGenerator(this.bits.copy());
  }

  normal(): number {
    return zigguratNormal(this.bits);
  }

  exponential(): number {
    return zigguratExponential(this.bits);
  }

  integers(dtype: DType): BoundedDraw {
    return dtype === 'uint8' ? byteDraw(false) : lemireInteger;
  }

  chooseOnce(count: number, result: Float64Array, shuffle: boolean): void {
    generatorChoiceOnce(this.bits, count, result, shuffle);
  }
}
