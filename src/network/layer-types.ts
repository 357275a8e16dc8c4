// Every layer type that Layerscope knows, by name. One line each.
import type { LayerType } from './layer-type.ts';
import { activation, eLU, leakyReLU, reLU, softmax } from './layers/activation.ts';
import { batchNormalization } from './layers/batch-normalization.ts';
import { conv1D, conv2D } from './layers/convolution.ts';
import { dense } from './layers/dense.ts';
import { dropout } from './layers/dropout.ts';
import { embedding } from './layers/embedding.ts';
import { flatten } from './layers/flatten.ts';
import { globalAveragePooling1D, globalAveragePooling2D, globalMaxPooling1D, globalMaxPooling2D } from './layers/global-pooling.ts';
import { input } from './layers/input.ts';
import { add } from './layers/merging.ts';
import { averagePooling1D, averagePooling2D, maxPooling1D, maxPooling2D } from './layers/pooling.ts';
import { reshape } from './layers/reshape.ts';
import { upSampling2D, zeroPadding1D, zeroPadding2D } from './layers/resizing.ts';

const all: readonly LayerType[] = [
  input,
  dense,
  activation,
  reLU,
  leakyReLU,
  eLU,
  softmax,
  dropout,
  conv1D,
  conv2D,
  maxPooling1D,
  maxPooling2D,
  averagePooling1D,
  averagePooling2D,
  globalAveragePooling1D,
  globalAveragePooling2D,
  globalMaxPooling1D,
  globalMaxPooling2D,
  flatten,
  reshape,
  batchNormalization,
  embedding,
  zeroPadding1D,
  zeroPadding2D,
  upSampling2D,
  add,
];

const byName: ReadonlyMap<string, LayerType> = new Map(all.map((layerType) => [layerType.name, layerType]));

/** The layer type of this name; undefined for one that Layerscope does not know. */
export function layerType(name: string): LayerType | undefined {
  return byName.get(name);
}
