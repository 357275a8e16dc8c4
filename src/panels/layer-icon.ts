// The icon of a layer in the tree, by the kind of its type. A type that no row names gets the plain one. Pure.

/** Names of VS Code's own icons. The first pattern that matches decides. */
const icons: readonly (readonly [RegExp, string])[] = [
  [/^Input/, 'sign-in'],
  [/Conv|Upsampling|ZeroPadding|Cropping/i, 'symbol-array'],
  [/Pool/, 'fold'],
  [/Dense|Linear$|Bilinear/, 'type-hierarchy-sub'],
  [/LSTM|GRU|RNN|Bidirectional|TimeDistributed/, 'sync'],
  [/Attention|Transformer/, 'eye'],
  [/Embedding/, 'symbol-key'],
  [/Normali[sz]ation|Norm/, 'symbol-ruler'],
  [/Dropout|Noise/, 'circle-slash'],
  [/Flatten|Reshape|Permute|RepeatVector/, 'list-flat'],
  [/ReLU|ELU|Softmax|Activation|Sigmoid|Tanh/i, 'graph-line'],
  [/Add|Concatenate|Multiply|Average|Maximum|Minimum|Subtract|Dot/, 'git-merge'],
];

export function layerIcon(type: string): string {
  return icons.find(([pattern]) => pattern.test(type))?.[1] ?? 'symbol-field';
}
