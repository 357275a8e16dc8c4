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
  'keras.utils.np_utils': 'keras.utils',
  'keras.utils.vis_utils': 'keras.utils',
  'keras.backend.tensorflow_backend': 'keras.backend',
  'keras.optimizer_v2': 'keras.optimizers',
  'keras.optimizers.legacy': 'keras.optimizers',
  'keras.optimizers.experimental': 'keras.optimizers',
  'keras.preprocessing.image_dataset_from_directory': 'keras.utils.image_dataset_from_directory',
  'keras.preprocessing.text_dataset_from_directory': 'keras.utils.text_dataset_from_directory',
  'keras.layers.experimental.preprocessing': 'keras.layers',
};

/** Folders of Keras's layers, which older code imports from. */
const layerFolders = [
  'activation',
  'advanced_activations',
  'attention',
  'convolutional',
  'convolutional_recurrent',
  'core',
  'embeddings',
  'local',
  'merge',
  'merging',
  'noise',
  'normalization',
  'pooling',
  'preprocessing',
  'recurrent',
  'regularization',
  'reshaping',
  'rnn',
  'wrappers',
];

const optimizerFiles = ['adadelta', 'adagrad', 'adam', 'adamax', 'adamw', 'ftrl', 'gradient_descent', 'nadam', 'rmsprop', 'sgd'];

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
  ...Object.fromEntries(layerFolders.map((folder) => [`keras.layers.${folder}`, 'keras.layers'])),
  ...Object.fromEntries(
    optimizerFiles.flatMap((file) => [file, `${file}_v2`].map((name) => [`keras.optimizers.${name}`, 'keras.optimizers'])),
  ),
  ...insideTensorflow,
};
