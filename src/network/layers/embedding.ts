// Embedding: a row of a table for each index (keras/src/layers/core/embedding.py).
import type { Initializer } from '../initializers.ts';
import { defineLayerType } from '../layer-type.ts';
import type { Regularizer } from '../weight.ts';

type EmbeddingConfiguration = {
  /** Number of rows: indices go from 0 to one below it. */
  readonly inputDim: number | null;
  readonly outputDim: number | null;
  readonly embeddingsInitializer: Initializer;
  readonly embeddingsRegularizer?: Regularizer | null;
  /** Absent: true. */
  readonly trainable?: boolean;
};

export const embedding = defineLayerType<EmbeddingConfiguration>({
  name: 'Embedding',

  /** `[batch, …]` → `[batch, …, outputDim]`. */
  outputShape: ({ outputDim }, [input = []]) => [...input, outputDim],

  weights: ({ inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, trainable = true }) => [
    {
      name: 'embeddings',
      shape: [inputDim, outputDim],
      initializer: embeddingsInitializer,
      trainable,
      ...(embeddingsRegularizer && { regularizer: embeddingsRegularizer }),
    },
  ],

  arithmetic: ({ inputDim, outputDim }) => `${inputDim ?? '?'}·${outputDim ?? '?'}`,

  lower({ outputDim }, [x], lowering) {
    if (!x) throw new Error('Embedding is lowered with an input.');
    return lowering.emit({ name: 'gather' }, [x, lowering.weight('embeddings')], [...x.shape, outputDim]);
  },
});
