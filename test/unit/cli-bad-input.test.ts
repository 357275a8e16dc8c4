import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildCommandLine, events, layerscope, type Result, withFiles } from './cli-process.ts';

beforeAll(buildCommandLine, 60_000);

const start = 'import keras\nimport numpy as np\nfrom keras.layers import Conv2D, Dense\n';

test('half-written code: what stands is read, nothing is made of the rest', async () => {
  const code = `${start}model = keras.Sequential([\n    keras.Input((4,)),\n    Dense(8, activation="relu"),\n    Dense(`;
  const { code: exit, output, errors } = await run(['inspect', 'file.py', '--json'], code);
  const [model] = JSON.parse(output).files[0].models;
  expect({ exit, errors }).toEqual({ exit: 0, errors: '' });
  expect(model.layers[1]).toMatchObject({ name: 'dense', outputShape: [null, 8], parameters: 40 });
  expect(model.parameters.total).not.toBe(0);
});

test('layers that do not fit: training is refused at the line of the layer', async () => {
  const code = `${start}model = keras.Sequential([keras.Input((4,)), Conv2D(8, 3)])\nmodel.compile("sgd", "mse")\nmodel.fit(np.zeros((8, 4)), np.zeros(8))\n`;
  expectOneLine(
    await run(['train', 'file.py'], code),
    /^file\.py:4:46: model cannot be trained: Conv2D "conv2d": takes images .*gets \(\?, 4\)/,
  );
});

test('an unknown layer: no finding, and training says which one it is', async () => {
  const code = `${start}from mine import Special\nmodel = keras.Sequential([keras.Input((4,)), Special(3), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(np.zeros((64, 4)), np.zeros(64))\n`;
  expect((await run(['check', 'file.py'], code)).code).toBe(0);
  expectOneLine(await run(['train', 'file.py'], code), /cannot be trained: .*Special/);
});

test('no data: the choices are named', async () => {
  const code = `${start}model = keras.Sequential([keras.Input((4,)), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(x_train, y_train)\n`;
  expectOneLine(await run(['train', 'file.py'], code), /--data FILE, --generated NAME \(.*\), or --synthetic/);
  const { code: exit, output } = await run(['train', 'file.py', '--synthetic', '--epochs', '1', '--json'], code);
  expect(exit).toBe(0);
  expect(events(output)[0]).toMatchObject({ event: 'start', data: { kind: 'synthetic' } });
  const { output: text } = await run(['train', 'file.py', '--synthetic', '--epochs', '1'], code);
  expect(text).toContain('SYNTHETIC');
});

test('data of the wrong shape: which shapes, and where', async () => {
  const code = `${start}model = keras.Sequential([keras.Input((4,)), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(np.ones((8, 5)), np.zeros(8))\n`;
  const { code: exit, output } = await run(['check', 'file.py'], code);
  expect(exit).toBe(1);
  expect(output).toMatch(/^file\.py:6:\d+ error data-shape .*samples of 4, but x has samples of 5/);
  expectOneLine(await run(['train', 'file.py'], code), /^file\.py:\d+:\d+: .*5/);
});

test('NaN in the data: refused before the first step, with the place in the data', async () => {
  const code = `${start}x = np.ones((8, 4))\nx[3, 2] = np.nan\nmodel = keras.Sequential([keras.Input((4,)), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(x, np.zeros(8))\n`;
  expectOneLine(await run(['train', 'file.py'], code), /NaN|not a number/);
});

test('an exploding learning rate: training stops by itself, says when and why, and keeps its history', async () => {
  const code = `${start}model = keras.Sequential([keras.Input((1,)), Dense(1)])\nmodel.compile(keras.optimizers.SGD(20.0), "mse")\nx = np.arange(64.0).reshape(64, 1)\nmodel.fit(x, 2 * x, epochs=200, batch_size=8)\n`;
  const { code: exit, output, errors } = await run(['train', 'file.py', '--json'], code);
  const lines = events(output);
  expect({ exit, errors }).toEqual({ exit: 1, errors: '' });
  expect(lines.at(-1)).toMatchObject({ event: 'end', reason: 'nonFinite', loss: null, weights: [{ name: 'kernel' }, { name: 'bias' }] });
  expect(lines.at(-1)?.['steps']).toBeGreaterThan(0);
  expect(lines.filter(({ event }) => event === 'finding').map(({ rule }) => rule)).toEqual(['non-finite-loss']);
});

test('200 MB of source, and a binary that is called .py: one line each', async () => {
  await withFiles({ 'large.py': '# large\n', 'binary.py': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]) }, async (cwd) => {
    await truncate(path.join(cwd, 'large.py'), 200_000_000);
    expectOneLine(await layerscope(['inspect', 'large.py'], { cwd }), /^large\.py: is 200 MB long; sources are read up to 2 MB\./);
    expectOneLine(await layerscope(['train', 'binary.py'], { cwd }), /^binary\.py: is not text\./);
    // Met on the way through a folder they are remarked on, and no reason to fail.
    const { code, errors } = await layerscope(['inspect', '.'], { cwd });
    expect(code).toBe(0);
    expect(errors.trimEnd().split('\n')).toHaveLength(2);
  });
});

test('two models of one name: both are listed, and each can be chosen', async () => {
  const code = `${start}model = keras.Sequential([keras.Input((4,)), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(np.ones((8, 4)), np.zeros(8), epochs=1)\nmodel = keras.Sequential([keras.Input((4,)), Dense(3), keras.layers.ReLU(), Dense(1)])\nmodel.compile("sgd", "mse")\nmodel.fit(np.ones((8, 4)), np.zeros(8), epochs=1)\n`;
  const { output } = await run(['inspect', 'file.py', '--json'], code);
  const names = JSON.parse(output).files[0].models.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['model', 'model (2)']);
  expectOneLine(await run(['train', 'file.py'], code), /2 models in it: model, model \(2\)\. Choose one with --model NAME/);
  const second = await run(['train', 'file.py', '--model', 'model (2)', '--json'], code);
  expect(events(second.output)[0]).toMatchObject({ model: 'model (2)', parameters: { total: 19 } });
});

test('a model in a function that nobody calls: read, with what the call would decide unknown', async () => {
  const code = `${start}def build(units):\n    model = keras.Sequential([keras.Input((4,)), Dense(units), Dense(2)])\n    return model\n`;
  const { code: exit, output } = await run(['inspect', 'file.py', '--json'], code);
  const [model] = JSON.parse(output).files[0].models;
  expect(exit).toBe(0);
  expect(model.layers.map(({ type }: { type: string }) => type)).toEqual(['Input', 'Dense', 'Dense']);
  expect(model.layers[1].outputShape).toEqual([null, null]);
  expect(model.unknown.length).toBeGreaterThan(0);
  expectOneLine(await run(['train', 'file.py', '--synthetic'], code), /cannot be trained/);
});

test('a file without a model says so', async () => {
  expectOneLine(await run(['train', 'file.py'], 'print("no model")\n'), /there is no model in it/);
});

function run(words: readonly string[], code: string): Promise<Result> {
  return withFiles({ 'file.py': code }, (cwd) => layerscope(words, { cwd }));
}

/** Bad input is one line on standard error, without a stack, and exit code 2. */
function expectOneLine({ code, errors }: Result, message: RegExp): void {
  expect(errors).toMatch(message);
  expect(errors.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
}
