// How a network is trained: loss, optimizer, metrics and the numbers around them. Plain data.

/** Losses by their Keras names in camel case; formulas in network/losses.ts. */
export type LossName =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'huber'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy';

export interface Loss {
  readonly name: LossName;
  /** The outputs are scores before sigmoid or softmax. Only for crossentropies. */
  readonly fromLogits: boolean;
}

/** Numbers as the source's framework defaults them; every field that an optimizer does not use is absent. */
export type Optimizer =
  | {
      readonly name: 'sgd';
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
    }
  | {
      readonly name: 'adam' | 'adamW' | 'nadam' | 'adamax';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** Decoupled weight decay; 0 for none. */
      readonly weightDecay: number;
    }
  | {
      readonly name: 'rmsprop';
      readonly learningRate: number;
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly centered: boolean;
    }
  | { readonly name: 'adagrad'; readonly learningRate: number; readonly epsilon: number; readonly initialAccumulator: number }
  | { readonly name: 'adadelta'; readonly learningRate: number; readonly rho: number; readonly epsilon: number };

export type MetricName = 'binaryAccuracy' | 'categoricalAccuracy' | 'sparseCategoricalAccuracy' | 'meanSquaredError' | 'meanAbsoluteError';

export interface Metric {
  readonly name: MetricName;
  /** As the source calls it and as Keras prints it: `accuracy`, `mae`. */
  readonly label: string;
}

export interface TrainingPlan {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Fraction of the samples, from the end, that is held out for validation; 0 for none. As Keras: before shuffling. */
  readonly validationSplit: number;
  /** Seeds initial weights, shuffling and dropout. `null`: the source sets none, a run then draws one and shows it. */
  readonly seed: number | null;
}
