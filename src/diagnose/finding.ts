// A finding: one diagnosed fault with its evidence. Plain data.
import type { Range } from '../source/range.ts';

export type Category =
  | 'activation'
  | 'loss'
  | 'optimizer'
  | 'learning-rate'
  | 'epochs'
  | 'batch-size'
  | 'data'
  | 'initialization'
  | 'architecture'
  | 'shape'
  | 'metric'
  | 'regularization'
  | 'numerics';

export type Severity = 'error' | 'warning' | 'information';

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface Finding {
  /** The rule's name: its file's name. */
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  /** One sentence: what, where, with this definition's or run's numbers. */
  readonly message: string;
  readonly range: Range | null;
  /** Name of the layer; `null` when it concerns the whole model. */
  readonly layer: string | null;
  readonly evidence: Readonly<Record<string, number | string | boolean | null | readonly number[]>>;
  readonly fixes: readonly Fix[];
}
