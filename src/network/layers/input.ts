// Input: where a batch enters. `shape` is one sample's, `batchSize` the batch where the source fixes it.
import { defineLayerType } from '../layer-type.ts';
import type { Dimension } from '../shape.ts';

type InputConfiguration = {
  readonly shape: readonly Dimension[];
  readonly batchSize: number | null;
};

export const input = defineLayerType<InputConfiguration>({
  name: 'Input',
  inputCount: 0,
  outputShape: ({ shape, batchSize }) => [batchSize, ...shape],
  weights: () => [],
  lower() {
    throw new Error('An Input is lowered by the network, which knows which of its inputs it is.');
  },
});
