// A dataset: the arrays to train on, with their provenance.

/** Row-major numbers, first dimension samples. Integers (class indices, tokens) are held as float32 too, exact to 2²⁴. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Where the numbers come from. `synthetic` data has only the right shape: whoever shows a run on it says so.
 * `evaluated`: computed from the source text; `file`: read from a file; `builtin`: a set that Layerscope or a library
 * ships; `generated`: made by one of Layerscope's named generators; `captured`: taken from a running program.
 */
export interface Provenance {
  readonly kind: 'evaluated' | 'file' | 'builtin' | 'generated' | 'captured' | 'synthetic';
  /** In words, for people: `computed from quadratic.py`, `two spirals, 300 points`. */
  readonly description: string;
}

export interface Dataset {
  /** One array an input of the network. */
  readonly x: readonly NumberArray[];
  /** One array an output of the network. */
  readonly y: readonly NumberArray[];
  /** Held-out samples that the source passes itself (`validation_data`). */
  readonly validation?: { readonly x: readonly NumberArray[]; readonly y: readonly NumberArray[] };
  readonly provenance: Provenance;
  /** Names of the columns of `x[0]` and of the classes or targets, where they are known. */
  readonly featureNames?: readonly string[];
  readonly targetNames?: readonly string[];
}

/** Number of samples: the first dimension of `x[0]`; 0 for no arrays. */
export function sampleCount(dataset: Pick<Dataset, 'x'>): number {
  return dataset.x[0]?.shape[0] ?? 0;
}
