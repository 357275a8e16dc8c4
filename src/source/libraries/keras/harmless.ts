// Functions that are not read and still leave a model what it is: they draw it, print it, save it or wrap it.

/** Packages whose functions do not change a model that they are given. */
const packages: ReadonlySet<string> = new Set([
  'IPython',
  'coremltools',
  'eli5',
  'joblib',
  'json',
  'keras',
  'keras2onnx',
  'keras_tuner',
  'lime',
  'logging',
  'matplotlib',
  'mlflow',
  'netron',
  'numpy',
  'onnxmltools',
  'os',
  'pickle',
  'pprint',
  'pydot',
  'scikeras',
  'shap',
  'sklearn',
  'sys',
  'talos',
  'tensorboard',
  'tensorflow',
  'tensorflowjs',
  'tf2onnx',
  'visualkeras',
  'wandb',
  'ann_visualizer',
  'keras_sequential_ascii',
  'keras_visualizer',
  'livelossplot',
  'tqdm',
  'vis',
  'nni',
]);

/** What functions of any package are called that only keep, show or measure. */
const names =
  /^_?(append|extend|insert|put|print|display|log|info|debug|save|dump|export|plot|draw|show|visuali[sz]e|evaluate|predict|test|score|report|summary|convert)/i;

/** `name` is dotted; null where not even that is known. */
export function isHarmless(name: string | null): boolean {
  if (name === null) return false;
  const parts = name.replaceAll('()', '').split('.');
  return packages.has(parts[0] ?? '') || names.test(parts.at(-1) ?? '');
}
