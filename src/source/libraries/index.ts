// Every library that the evaluator knows. One line each.
import type { Library } from '../evaluate/library.ts';

export const libraries: readonly Library[] = [];
