// Keras as the evaluator knows it: Keras 3's names, and where older versions and TensorFlow have them.
import type { Library } from '../../evaluate/library.ts';
import { type LibraryCall, none, string } from '../../evaluate/value.ts';
import { toCategorical } from '../numpy-creation.ts';
import { activationRows } from './activations.ts';
import { datasetRows } from './datasets.ts';
import { initializerRows } from './initializers.ts';
import { inputCall } from './input.ts';
import { foreignLayer } from './layer.ts';
import { layerRows } from './layers/index.ts';
import { aliases, flat } from './names.ts';
import { regularizerRows } from './regularizers.ts';
import { seedRows } from './seeds.ts';
import { sequentialCall } from './sequential.ts';
import { callbackRows } from './training/callbacks.ts';
import { lossRows } from './training/losses.ts';
import { metricRows } from './training/metrics.ts';
import { optimizerRows } from './training/optimizers.ts';
import { pipelineRows } from './training/pipelines.ts';
import { variableRows } from './variable.ts';

/** Base classes that the source inherits from: an instance is a layer of the source's own class. */
const ownLayer: LibraryCall = (args, context) => foreignLayer('Layer', args, context);

export const keras: Library = {
  roots: ['keras', 'tensorflow'],
  aliases,
  flat,
  constructors: ['Sequential'],
  rows: {
    ...activationRows,
    ...callbackRows,
    ...datasetRows,
    ...initializerRows,
    ...layerRows,
    ...lossRows,
    ...metricRows,
    ...optimizerRows,
    ...pipelineRows,
    ...regularizerRows,
    ...seedRows,
    ...variableRows,
    'keras.Sequential': sequentialCall,
    'keras.Input': inputCall,
    'keras.layers.InputLayer': inputCall,
    'keras.layers.Layer': ownLayer,
    'keras.backend.image_data_format': () => string('channels_last'),
    'keras.backend.clear_session': () => none,
    'keras.utils.to_categorical': toCategorical,
    'keras.utils.clear_session': () => none,
    'keras.utils.plot_model': () => none,
  },
};
