// Programs read out of their text against what real NumPy gives for them (test/fixtures/numpy/snippets.py).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LazyArray } from '../../data/array/array.ts';
import type { EvaluationContext, Library } from '../evaluate/library.ts';
import { createNames } from '../evaluate/names.ts';
import { evaluateProgram } from '../evaluate/program.ts';
import { none, type Value } from '../evaluate/value.ts';
import { createExcerpts } from '../syntax/excerpts.ts';
import { type Grammar, loadGrammar } from '../syntax/parser.ts';
import { readPython } from '../syntax/python.ts';
import { numpy } from './numpy.ts';
import { NotKnown, toArray } from './numpy-values.ts';
import { builtins } from './python/builtins.ts';
import { random } from './python/random.ts';

interface Case {
  readonly code: string;
  readonly shape: readonly number[];
  readonly dtype: string | null;
  readonly values: readonly (number | null)[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('../../../test/fixtures/numpy/snippets.json', import.meta.url), 'utf8'));

let grammar: Grammar;

beforeAll(async () => {
  const folder = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json'));
  const bytes = (name: string) => readFileSync(join(folder, 'wasm', name));
  grammar = await loadGrammar({ runtime: bytes('tree-sitter.wasm'), python: bytes('tree-sitter-python.wasm') });
});

describe('reads the numbers that NumPy computes', () => {
  test.each(cases)('$code', ({ code, shape, dtype, values }) => {
    const { array, reason } = resultOf(code);

    expect(reason).toBeNull();
    expect(array?.shape).toEqual(shape);
    if (dtype && shape.length > 0) expect(array?.dtype).toBe(dtype);
    const given = [...(array?.values() ?? [])];
    for (const [index, value] of values.entries()) {
      const own = given[index] ?? Number.NaN;
      if (value === null) expect(own).toBeNaN();
      // Only exp, log, sin and cos may differ, in the last bit.
      else
        expect(Math.abs(own - value), `${own} at ${index} is not ${value}`).toBeLessThanOrEqual(
          tolerance(code) * Math.max(1, Math.abs(value)),
        );
    }
  });
});

describe('says what it does not know', () => {
  test.each([
    ['the shape of data without a seed is known, its values are marked', 'r = np.random.rand(3)', { seeded: false, shape: [3] }],
    ['and so is what is computed from it', 'r = np.random.rand(3, 2).mean(axis=0) + 1', { seeded: false, shape: [2] }],
    [
      'a seed from outside is none',
      'import os\nnp.random.seed(int(os.environ["S"]))\nr = np.random.rand(3)',
      { seeded: false, shape: [3] },
    ],
    [
      'draws under an unknown condition leave the stream at an unknown place',
      'import os\nnp.random.seed(1)\nif os.environ["A"]:\n    np.random.rand()\nr = np.random.rand(2)',
      { seeded: false, shape: [2] },
    ],
    [
      'a change that is not known reaches every view',
      'import os\nx = np.zeros(3)\ny = x[:2]\nx += os.environ["A"]\nr = y',
      { reason: /\bos\b/ },
    ],
    ['an unknown place is any place', 'import os\nx = np.zeros(3)\nx[int(os.environ["A"])] = 1\nr = x', { reason: /\bos\b/ }],
    ['floats do not go into integers in place', 'x = np.arange(3)\nx += 0.5\nr = x', { reason: /Cannot cast/ }],
    ['shapes that do not fit', 'r = np.zeros((2, 3)) + np.zeros(2)', { reason: /could not be broadcast .*\(2, 3\) \(2,\)/ }],
    ['an index out of range', 'r = np.zeros(3)[[5]]', { reason: /index 5 is out of bounds/ }],
    ['an order of ties that NumPy does not define', 'r = np.argsort([1, 1, 2])', { reason: /equal elements/ }],
    ['a function that is not followed', 'r = np.fft.fft(np.zeros(4))', { reason: /fft/ }],
    ['an argument that is not followed', 'r = np.sum([1, 2], where=[True, False])', { reason: /where/ }],
    [
      'a gigantic array has a shape and no values',
      'r = np.random.rand(1000000, 1000)',
      { shape: [1_000_000, 1000], reason: /1,000,000,000 elements/ },
    ],
    [
      'a scalar of a gigantic array is not waited for',
      'np.random.seed(0)\nr = np.random.rand(3000, 1000).mean()',
      { seeded: true, shape: [] },
    ],
  ])('%s', (_, code, expected) => {
    const { array, reason } = resultOf(code);

    if ('shape' in expected) expect(array?.shape).toEqual(expected.shape);
    if ('seeded' in expected) expect(array?.seeded).toBe(expected.seeded);
    if ('reason' in expected) expect(reason ?? failure(array)).toMatch(expected.reason ?? /^/);
  });

  test('two readings of one text agree, also without a seed', () => {
    const code = 'x = np.random.rand(4)\nr = x + np.random.default_rng().normal(size=4)';

    expect(resultOf(code).array?.values()).toEqual(resultOf(code).array?.values());
  });
});

/** What `r` is after the program: an array, or the reason why it is not known. */
function resultOf(code: string): { readonly array: LazyArray | null; readonly reason: string | null } {
  const text = `import numpy as np\nimport random\nimport capture\n${code}\ncapture.it(r)\n`;
  let captured: Value = none;
  let seen: EvaluationContext | null = null;
  const capture: Library = {
    roots: ['capture'],
    rows: {
      'capture.it': ({ positional: [value = none] }, context) => {
        captured = value;
        seen = context;
        return none;
      },
    },
  };
  const statements = readPython(text, grammar, 1000) ?? [];
  evaluateProgram(statements, createNames([builtins, numpy, random, capture]), createExcerpts(new Map([[-1, text]])));
  try {
    return { array: seen ? toArray(captured, seen) : null, reason: null };
  } catch (error) {
    if (error instanceof NotKnown) return { array: null, reason: error.message };
    throw error;
  }
}

function failure(array: LazyArray | null): string {
  try {
    array?.values();
    return 'known';
  } catch (error) {
    return String(error);
  }
}

function tolerance(code: string): number {
  return /exp|log|sin|cos|randn|normal|gauss/.test(code) ? 2 ** -51 : 0;
}
