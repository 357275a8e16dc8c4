// Where Keras's names stand under other prefixes: inside TensorFlow, in older packages, in the folders of Keras itself.

const insideKeras = {
  'keras.src': 'keras',
  'keras.api': 'keras',
  'keras._tf_keras.keras': 'keras',
  'keras.models.Sequential': 'keras.Sequential',
  'keras.models.Model': 'keras.Model',
  'keras.models.Functional': 'keras.Model',
  'keras.engine.sequential.Sequential': 'keras.Sequential',
  'keras.engine.training.Model': 'keras.Model',
  'keras.engine.topology.Input': 'keras.Input',
  'keras.engine': 'keras.models',
  'keras.layers.Input': 'keras.Input',
  'keras.backend.tensorflow_backend': 'keras.backend',
  'keras.optimizer_v2': 'keras.optimizers',
  'keras.preprocessing.image_dataset_from_directory': 'keras.utils.image_dataset_from_directory',
  'keras.preprocessing.text_dataset_from_directory': 'keras.utils.text_dataset_from_directory',
};

/** Modules whose folders and files older code imports from: `keras.layers.core`, `keras.optimizers.legacy`, `keras.utils.np_utils`. */
export const flat: readonly string[] = [
  'keras.activations',
  'keras.callbacks',
  'keras.initializers',
  'keras.layers',
  'keras.losses',
  'keras.metrics',
  'keras.models',
  'keras.optimizers',
  'keras.regularizers',
  'keras.utils',
];

/** Functions of TensorFlow that are Keras's own. */
const insideTensorflow = {
  'tensorflow.keras': 'keras',
  'tensorflow.python.keras': 'keras',
  'tensorflow.contrib.keras': 'keras',
  'tensorflow.compat.v1': 'tensorflow',
  'tensorflow.compat.v2': 'tensorflow',
  'tensorflow.python.framework': 'tensorflow',
  'tensorflow.initializers': 'keras.initializers',
  'tensorflow.losses': 'keras.losses',
  'tensorflow.metrics': 'keras.metrics',
  'tensorflow.optimizers': 'keras.optimizers',
  'tensorflow.train.AdamOptimizer': 'keras.optimizers.Adam',
  'tensorflow.train.AdagradOptimizer': 'keras.optimizers.Adagrad',
  'tensorflow.train.GradientDescentOptimizer': 'keras.optimizers.SGD',
  'tensorflow.train.MomentumOptimizer': 'keras.optimizers.SGD',
  'tensorflow.train.RMSPropOptimizer': 'keras.optimizers.RMSprop',
  'tensorflow.random_normal_initializer': 'keras.initializers.RandomNormal',
  'tensorflow.random_uniform_initializer': 'keras.initializers.RandomUniform',
  'tensorflow.truncated_normal_initializer': 'keras.initializers.TruncatedNormal',
  'tensorflow.zeros_initializer': 'keras.initializers.Zeros',
  'tensorflow.ones_initializer': 'keras.initializers.Ones',
  'tensorflow.constant_initializer': 'keras.initializers.Constant',
};

export const aliases: Readonly<Record<string, string>> = {
  keras_core: 'keras',
  tf_keras: 'keras',
  ...insideKeras,
  ...insideTensorflow,
};
