// Nothing that a text may hold makes reading throw or hang: each input ends within its budget, with what could be read.
import { describe, expect, it } from 'vitest';
import { createRandom, nextUint32 } from '../../../src/network/random.ts';
import { code, definitionsIn, notebook, python, reader } from './reader.ts';

const model = `
import keras
model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
`;

/** Reads `hostile` before and after a model; the model after it may be out of reach. */
function readWith(hostile: string): { readonly names: readonly string[]; readonly milliseconds: number } {
  const text = `${model}\n${hostile}\nlast = keras.Sequential([keras.layers.Dense(1, input_shape=(1,))])\n`;
  const { definitions, milliseconds } = reader.read(text, python);
  return { names: definitions.map(({ name }) => name), milliseconds };
}

describe('hostile texts', () => {
  const inputs: Readonly<Record<string, string>> = {
    'an endless loop': 'while True:\n    x = 1',
    'a long loop in a long loop': 'for a in range(10**6):\n    for b in range(10**6):\n        c = a * b',
    'recursion without end': 'def f(n):\n    return f(n + 1)\nf(0)',
    'exponential recursion': 'def f(n):\n    return f(n - 1) + f(n - 1)\nf(64)',
    'recursion under unknown conditions':
      'def f(n):\n    if unknown(n):\n        return f(n)\n    elif other(n):\n        return f(n + 1)\n    return f(n - 1)\nf(3)',
    '5,000 brackets': `x = ${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    '5,000 parentheses that nobody closes': `x = ${'('.repeat(5_000)}`,
    'a sum of 5,000 terms': `x = ${'1 + '.repeat(5_000)}1`,
    '3,000 elifs': `if a == 0:\n    pass\n${Array.from({ length: 3_000 }, (_, at) => `elif a == ${at}:\n    pass\n`).join('')}`,
    'a method chain of 3,000 calls': `x = y${'.z()'.repeat(3_000)}`,
    'functions inside functions': Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}def f${at}():`).join('\n'),
    'a class that inherits from itself': 'class A:\n    pass\nclass A(A):\n    pass\nA.__bases__ = A\nA().x',
    'a list that holds itself': 'x = []\nx.append(x)\ny = x == [x]\nz = str(x)\nn = keras.Sequential(x)',
    'a model that holds itself': 'm = keras.Sequential()\nm.add(m)\nm.compile("adam", "mse")',
    'a gigantic literal': `x = [${'0.5, '.repeat(100_000)}]`,
    'gigantic numbers and texts':
      'a = 10 ** 10 ** 10\nb = "x" * 10 ** 12\nc = [0] * 10 ** 9\nd = 1 << 10 ** 9\ne = range(10 ** 15)\nf = list(e)',
    'a doubling text': 'x = "ab"\nfor _ in range(100):\n    x += x',
    'a doubling list': 'x = [1]\nfor _ in range(100):\n    x = x + x',
    'a wide layer stack': 'w = keras.Sequential()\nfor _ in range(100000):\n    w.add(keras.layers.Dense(1))',
    'iterators of itself': 'class I:\n    def __iter__(self):\n        return self\nfor x in I():\n    pass\nlist(I())',
    'properties of themselves': 'class P:\n    @property\n    def p(self):\n        return self.p\nP().p',
    'a getattr of itself': 'class G:\n    def __getitem__(self, i):\n        return self[i]\nG()[0]',
    'arrays without end':
      'import numpy as np\nx = np.zeros((10 ** 6, 10 ** 6))\ny = (x @ x).sum()\nfor _ in range(10 ** 5):\n    x = x + 1',
  };
  for (const [name, hostile] of Object.entries(inputs)) {
    it(name, () => {
      const { names, milliseconds } = readWith(hostile);
      expect(names[0]).toBe('model');
      expect(milliseconds).toBeLessThan(8_000);
    });
  }

  it('texts that are no Python: binary, another encoding, an empty one, one that is too long', () => {
    const bytes = Array.from({ length: 50_000 }, (_, at) => String.fromCharCode((at * 7919) % 65_536)).join('');
    for (const text of [`${bytes}keras.Sequential`, `\ufeff${model}`, '', 'keras\0'.repeat(1_000), `${model}#${'x'.repeat(3_000_000)}`]) {
      const { milliseconds } = reader.read(text, python);
      expect(milliseconds).toBeLessThan(8_000);
    }
    expect(reader.read(`\ufeff${model}`, python).definitions).toHaveLength(1);
    for (const text of [
      'keras',
      '{"cells": 3, "keras": 0}',
      '[]',
      '{"cells": [null, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}], "x": "keras"}',
    ]) {
      expect(reader.read(text, notebook).definitions).toEqual([]);
    }
  });

  it('a budget that runs out is a reason at every model', () => {
    const limits = { steps: 200, loopSteps: 100, depth: 100, elements: 100, milliseconds: 1_000 };
    const text = `${model}${'x = 1 + 2 * 3\n'.repeat(200)}`;
    const [definition] = reader.read(text, { ...python, limits }).definitions;
    expect(definition?.unknown.map(({ reason }) => reason)).toEqual(['reading this text takes more than 200 steps']);
  });
});

describe('mutated texts', () => {
  const seeds = [
    code(`
      import numpy as np
      from tensorflow import keras
      from tensorflow.keras import layers

      class Net(keras.Sequential):
          def __init__(self, sizes, **options):
              super().__init__(**options)
              for i, n in enumerate(sizes):
                  self.add(layers.Dense(n, activation="relu" if i else None, name=f"dense_{i}"))

      def build(hidden=(4, 8), rate=0.5):
          model = keras.models.Sequential([layers.Input(shape=(3,))])
          for units in hidden:
              model.add(layers.Dense(units, kernel_initializer="he_normal"))
              if units > 4 and rate:
                  model.add(layers.Dropout(rate))
          model.add(layers.Dense(1, activation="sigmoid"))
          return model

      x = np.random.rand(20, 3) * 2 - 1
      y = (x.sum(axis=1) > 0).astype(int)
      model = build([8, 16])
      model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="binary_crossentropy", metrics=["accuracy"])
      model.fit(x, y, epochs=3, batch_size=4)
      net = Net([3, 2], name="net")
      total = sum(layer.units for layer in net.layers) if net.layers else {"a": [1, 2][::-1]}
    `),
  ];
  const pieces = [
    '(',
    ')',
    '[',
    ']',
    ':',
    ',',
    '\n',
    '    ',
    '"',
    "'",
    '#',
    '=',
    '**',
    '*',
    '.',
    'lambda x: x',
    'None',
    '-1',
    '1e999',
    'self',
    'for x in x:',
    'if x:',
    'model',
    '\u{1f600}',
    '\0',
  ];

  it('2,000 of them are read without an exception, in under twenty seconds', () => {
    const random = createRandom(20260);
    const below = (count: number) => nextUint32(random) % count;
    const start = performance.now();
    let found = 0;
    for (let round = 0; round < 2_000; round++) {
      let text = seeds[round % seeds.length] ?? '';
      for (let change = below(6); change >= 0; change--) {
        const at = below(text.length);
        const to = Math.min(text.length, at + below(30));
        switch (below(4)) {
          case 0:
            text = text.slice(0, at) + text.slice(to);
            break;
          case 1:
            text = text.slice(0, at) + (pieces[below(pieces.length)] ?? '') + text.slice(at);
            break;
          case 2:
            text = text.slice(0, to) + text.slice(at, to) + text.slice(to);
            break;
          default:
            text = text.slice(0, at) + text.slice(at, to).split('').reverse().join('') + text.slice(to);
        }
      }
      found += reader.read(text, python).definitions.length;
    }
    expect(found).toBeGreaterThan(1_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  }, 60_000);
});

describe('the texts of these tests', () => {
  it('hold the models that they mean to hold', () => {
    expect(definitionsIn(model).map(({ id, status }) => [id, status])).toEqual([['model#0', 'complete']]);
  });
});
