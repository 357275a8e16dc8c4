// How a statement ended.
import type { Value } from './value.ts';

export type Completion = { readonly kind: 'normal' | 'break' | 'continue' | 'raise' } | { readonly kind: 'return'; readonly value: Value };

export const normal: Completion = { kind: 'normal' };
