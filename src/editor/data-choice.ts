// Which data a run trains on: plain data, so that training again takes the same.

export type DataChoice =
  /** What the source itself passes to `fit`. */
  | { readonly kind: 'source' }
  | { readonly kind: 'file'; readonly uri: string }
  /** One of Layerscope's named generators. */
  | { readonly kind: 'generated'; readonly generator: string }
  /** Random numbers of the right shape. */
  | { readonly kind: 'synthetic' };
