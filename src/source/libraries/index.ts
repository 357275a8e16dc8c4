// Every library that the evaluator knows. One line each.
import type { Library } from '../evaluate/library.ts';
import { keras } from './keras/index.ts';
import { numpy } from './numpy.ts';
import { argparse } from './python/argparse.ts';
import { builtins } from './python/builtins.ts';
import { functools } from './python/functools.ts';
import { math } from './python/math.ts';
import { random } from './python/random.ts';
import { scikitLearn } from './scikit-learn.ts';

export const libraries: readonly Library[] = [builtins, functools, math, random, argparse, numpy, scikitLearn, keras];
