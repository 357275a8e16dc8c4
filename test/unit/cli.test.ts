import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCommandLine, cli, events, example, layerscope, root, withFiles } from './cli-process.ts';

beforeAll(buildCommandLine, 60_000);

describe('inspect', () => {
  test('tells programs the whole of the image classifier, ranges from zero and unknown sizes null', async () => {
    const { code, output } = await layerscope(['inspect', example('01_image_classifier.py'), '--json']);
    const [file] = JSON.parse(output).files;
    const source = (await readFile(path.join(root, example('01_image_classifier.py')), 'utf8')).split('\n');
    const place = (text: string) => {
      const line = source.findIndex((candidate) => candidate.includes(text));
      const start = (source[line] ?? '').indexOf(text);
      return { start: { line, character: start }, end: { line, character: start + text.length } };
    };
    expect(code).toBe(0);
    expect(file).toEqual({
      file: example('01_image_classifier.py'),
      milliseconds: expect.any(Number),
      findings: [],
      models: [
        {
          name: 'model',
          framework: 'keras',
          kind: 'sequential',
          range: expect.objectContaining({ start: place('keras.Sequential').start }),
          status: 'complete',
          unknown: [],
          inputs: [[null, 28, 28, 1]],
          outputs: [[null, 10]],
          parameters: { total: 54_410, trainable: 54_410 },
          multiplyAdds: 26 * 26 * 32 * 9 + 5408 * 10,
          layers: [
            expect.objectContaining({ type: 'Input', outputShape: [null, 28, 28, 1], parameters: 0 }),
            {
              name: 'conv2d',
              type: 'Conv2D',
              range: place('layers.Conv2D(32, (3, 3), activation="relu")'),
              inputShape: [null, 28, 28, 1],
              outputShape: [null, 26, 26, 32],
              parameters: 320,
              activation: 'relu',
            },
            {
              name: 'max_pooling2d',
              type: 'MaxPooling2D',
              range: place('layers.MaxPooling2D((2, 2))'),
              inputShape: [null, 26, 26, 32],
              outputShape: [null, 13, 13, 32],
              parameters: 0,
              activation: null,
            },
            {
              name: 'flatten',
              type: 'Flatten',
              range: place('layers.Flatten()'),
              inputShape: [null, 13, 13, 32],
              outputShape: [null, 5408],
              parameters: 0,
              activation: null,
            },
            {
              name: 'dense',
              type: 'Dense',
              range: place('layers.Dense(10, activation="softmax")'),
              inputShape: [null, 5408],
              outputShape: [null, 10],
              parameters: 54_090,
              activation: 'softmax',
            },
          ],
          training: {
            optimizer: { name: 'Adam', learningRate: 0.001 },
            loss: 'categorical_crossentropy',
            metrics: ['accuracy'],
            epochs: 4,
            batchSize: 32,
          },
          data: {
            status: 'evaluated',
            x: { shape: [300, 28, 28, 1], source: expect.any(String) },
            y: { shape: [300, 10], source: expect.any(String) },
          },
        },
      ],
    });
  });

  test('counts the parameters of every example as Keras does', async () => {
    const { output } = await layerscope(['inspect', 'examples', '--json']);
    const totals = JSON.parse(output).files.map(({ file, models }: { file: string; models: { parameters: unknown }[] }) => [
      path.basename(file),
      models[0]?.parameters,
    ]);
    const both = (total: number) => ({ total, trainable: total });
    expect(totals).toEqual([
      ['01_image_classifier.py', both(54_410)],
      ['02_layer_weights.py', both(234)],
      ['03_nine_parameters.py', both(9)],
      ['04_binary_classifier.py', both(13)],
      ['05_multiclass.py', both(529)],
      ['05b_multiclass_logits.py', both(529)],
      ['06_movie_genres.py', both(68)],
    ]);
  });

  test('shows people a table with the arithmetic, the plan and the data, without colours in a file', async () => {
    const { output } = await layerscope(['inspect', example('01_image_classifier.py')]);
    expect(output).toMatch(/conv2d\s+Conv2D relu\s+26×26×32\s+\(3·3·1 \+ 1\)·32 = 320\s+28/);
    expect(output).toContain('54,410 parameters');
    expect(output).toContain('categorical_crossentropy');
    expect(output).not.toContain('\x1b');
  });

  test('stops quietly when nobody reads on', async () => {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', `"${process.execPath}" "${cli}" inspect examples | head -1`], {
      cwd: root,
    });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});

describe('check', () => {
  test('the examples are healthy, but for the raw years of four films', async () => {
    const { code, output } = await layerscope(['check', 'examples', '--json']);
    const found = JSON.parse(output).files.flatMap(({ file, findings }: { file: string; findings: { rule: string }[] }) =>
      findings.map(({ rule }) => `${path.basename(file)} ${rule}`),
    );
    expect(found).toEqual(['06_movie_genres.py unnormalized-features', '06_movie_genres.py tiny-dataset']);
    expect(code).toBe(1);
  });

  test('writes what is wrong as a compiler does, and 0 when nothing is', async () => {
    const faulty = `import keras
model = keras.Sequential([
    keras.Input((8,)),
    keras.layers.Conv2D(4, 3),
])
`;
    await withFiles({ 'faulty.py': faulty, 'healthy.py': faulty.replace('(8,)', '(8, 8, 1)') }, async (cwd) => {
      expect(await layerscope(['check', 'faulty.py'], { cwd })).toEqual({
        code: 1,
        output:
          'faulty.py:4:5 error shape-mismatch Conv2D "conv2d" takes images [batch, height, width, channels], but gets (?, 8), from Input "input_layer".\n1 model in 1 file: 1 error\n',
        errors: '',
      });
      expect(await layerscope(['check', 'healthy.py'], { cwd })).toEqual({
        code: 0,
        output: '1 model in 1 file: nothing found\n',
        errors: '',
      });
    });
  });

  test('writes SARIF that counts from 1 and names every rule once', async () => {
    const { output } = await layerscope(['check', example('06_movie_genres.py'), '--sarif']);
    const log = JSON.parse(output);
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['unnormalized-features', 'tiny-dataset']);
    expect(run.results).toMatchObject([
      {
        ruleId: 'unnormalized-features',
        ruleIndex: 0,
        level: 'warning',
        locations: [{ physicalLocation: { artifactLocation: { uri: 'examples/06_movie_genres.py', uriBaseId: 'ROOT' } } }],
      },
      { ruleId: 'tiny-dataset', ruleIndex: 1 },
    ]);
    const { region } = run.results[0].locations[0].physicalLocation;
    const line = (await readFile(path.join(root, example('06_movie_genres.py')), 'utf8')).split('\n')[region.startLine - 1];
    expect(line?.slice(region.startColumn - 1)).toMatch(/^(?:films|np\.array)/);
  });

  test('with --train finds the dead unit of the nine parameters', async () => {
    const { code, output } = await layerscope(['check', example('03_nine_parameters.py'), '--train', '--budget', '20', '--json']);
    const [file] = JSON.parse(output).files;
    expect(file.findings).toMatchObject([
      { rule: 'dead-units', layer: 'hidden', severity: 'warning', evidence: { unchanged: 'W1, W3, W5, B1' } },
    ]);
    expect(code).toBe(1);
  });
});

describe('train', () => {
  /** Final weights of examples/03_nine_parameters.py in Keras 3.15.1, on TensorFlow and on JAX alike. */
  const kerasWeights = [[-4.73, 1.2889347, -2.76, 9.3793068], [-2.3, -2.0098324], [-9.48, 0.0429163], [0.2953879]];

  test('the nine parameters end where Keras’s end, and the four of the dead unit where they began', async () => {
    const { code, output, errors } = await layerscope(['train', example('03_nine_parameters.py'), '--json']);
    const lines = events(output);
    const end = lines.at(-1) as { weights: { layer: string; name: string; before: number[]; after: number[] }[] } & Record<string, unknown>;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines[0]).toMatchObject({
      event: 'start',
      model: 'model',
      backend: 'cpu',
      epochs: 100,
      batchSize: 30,
      samples: 300,
      parameters: { total: 9 },
    });
    expect(lines.filter(({ event }) => event === 'frame').length).toBeGreaterThan(1);
    expect(lines.filter(({ event }) => event === 'finding')).toMatchObject([{ rule: 'dead-units' }]);
    expect(end).toMatchObject({ event: 'end', reason: 'finished', steps: 1000, backend: 'cpu', loss: expect.closeTo(0.026528, 4) });
    expect(end.weights.map(({ layer, name }) => `${layer}/${name}`)).toEqual([
      'hidden/kernel',
      'hidden/bias',
      'output/kernel',
      'output/bias',
    ]);
    end.weights.forEach(({ before, after }, tensor) => {
      after.forEach((value, index) => {
        const expected = kerasWeights[tensor]?.[index] ?? Number.NaN;
        expect(Math.abs(value - expected), `weight ${index} of tensor ${tensor}`).toBeLessThan(1e-3);
      });
      const dead = [[0, 2], [0], [0], []][tensor] ?? [];
      expect(dead.map((index) => after[index])).toEqual(dead.map((index) => before[index]));
    });
    expect(end['layers']).toMatchObject([
      { name: 'hidden', deadFraction: 0.5, saturatedFraction: null, activationMean: expect.any(Number), gradientNorm: expect.any(Number) },
      { name: 'output', deadFraction: null, updateRatio: expect.any(Number) },
    ]);
  });

  test('people get the nine weights before and after, with the reason why some stand still', async () => {
    const { output } = await layerscope(['train', example('03_nine_parameters.py')]);
    for (const line of [
      /^W1 +x1 → hidden 1 +−4\.73 +−4\.73 +unchanged ¹$/m,
      /^W2 +x1 → hidden 2 +1\.23 +1\.2889 +0\.0589$/m,
      /^W5 +hidden 1 → output +−9\.48 +−9\.48 +unchanged ²$/m,
      /^B1 +hidden 1 +−2\.3 +−2\.3 +unchanged ¹$/m,
      /^¹ feeds unit 1 of hidden, which fires on none of the last 300 samples$/m,
      /^² carries the zero output of unit 1 of hidden$/m,
      /dead-units 1 of 2 units of Dense "hidden" \(unit 1\) fires on none of the last 300 samples, since training began\./,
    ]) {
      expect(output).toMatch(line);
    }
  });

  test('every example trains, and those that can learn do', async () => {
    for (const [name, accuracy] of [
      ['01_image_classifier.py', 0.95],
      ['02_layer_weights.py', 0.9],
      ['04_binary_classifier.py', 0.9],
      ['05_multiclass.py', 0.9],
      ['05b_multiclass_logits.py', 0.9],
    ] as const) {
      const { code, output } = await layerscope(['train', example(name), '--json', '--seed', '1', '--probes', 'none']);
      const end = events(output).at(-1) as { metrics: Record<string, number> };
      expect(code, name).toBe(0);
      expect(end.metrics['accuracy'], name).toBeGreaterThan(accuracy);
    }
  }, 240_000);

  test('a tensor of more than ten thousand values is summarised', async () => {
    const { output } = await layerscope([
      'train',
      example('01_image_classifier.py'),
      '--json',
      '--seed',
      '1',
      '--epochs',
      '1',
      '--probes',
      'none',
    ]);
    const { weights } = events(output).at(-1) as { weights: { name: string; shape: number[]; before: unknown; after: unknown }[] };
    expect(weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [3, 3, 1, 32]],
      ['bias', [32]],
      ['kernel', [5408, 10]],
      ['bias', [10]],
    ]);
    expect(weights[0]?.before).toHaveLength(288);
    const summary = {
      count: 54_080,
      mean: expect.any(Number),
      std: expect.any(Number),
      minimum: expect.any(Number),
      maximum: expect.any(Number),
      norm: expect.any(Number),
    };
    expect(weights[2]).toMatchObject({ before: summary, after: summary });
    // Glorot: uniform within ±√(6 / (5408 + 10)).
    expect(weights[2]).toMatchObject({
      before: { maximum: expect.closeTo(Math.sqrt(6 / 5418), 3), std: expect.closeTo(Math.sqrt(2 / 5418), 3) },
    });
  });

  test('the same seed gives the same numbers, another one others', async () => {
    const train = async (seed: string) => {
      const { output } = await layerscope(['train', example('06_movie_genres.py'), '--json', '--seed', seed, '--epochs', '5']);
      const end = events(output).at(-1) as { loss: number; weights: unknown };
      return JSON.stringify([end.loss, end.weights]);
    };
    const first = await train('4');
    expect(await train('4')).toBe(first);
    expect(await train('5')).not.toBe(first);
  });

  test('an interrupt stops between two steps, with the end printed and the history kept', async () => {
    const words = ['train', example('04_binary_classifier.py'), '--json', '--epochs', '100000'];
    const { code, output, errors } = await layerscope(words, { interruptAt: '"event":"frame"' });
    const end = events(output).at(-1) as { steps: number };
    expect({ code, errors }).toEqual({ code: 130, errors: '' });
    expect(end).toMatchObject({ event: 'end', reason: 'stopped', loss: expect.any(Number) });
    expect(end.steps).toBeGreaterThan(0);
  });

  test('data comes from a file or a generated set where the source has none', async () => {
    const model = `import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20)
`;
    const rows = Array.from({ length: 200 }, (_none, index) => [Math.sin(index), Math.cos(3 * index)] as const);
    const table = ['height,width,larger', ...rows.map(([a, b]) => `${a},${b},${a > b ? 1 : 0}`)].join('\n');
    await withFiles({ 'model.py': model, 'data.csv': table, 'three.csv': table.replaceAll(/^/gm, '0,') }, async (cwd) => {
      const fromFile = events((await layerscope(['train', 'model.py', '--data', 'data.csv', '--json'], { cwd })).output);
      expect(fromFile[0]).toMatchObject({ samples: 200, data: { kind: 'file', description: expect.stringContaining('data.csv') } });
      expect((fromFile.at(-1) as { metrics: { accuracy: number } }).metrics.accuracy).toBeGreaterThan(0.95);

      const generated = events((await layerscope(['train', 'model.py', '--generated', 'circles', '--json'], { cwd })).output);
      expect(generated[0]).toMatchObject({ data: { kind: 'generated' } });
      expect((generated.at(-1) as { metrics: { accuracy: number } }).metrics.accuracy).toBeGreaterThan(0.9);

      for (const [words, message] of [
        [['--data', 'three.csv'], /Dense "dense" takes 2 per sample, x has 3/],
        [['--data', 'none.csv'], /--data none\.csv: there is no such file/],
        [['--data', 'model.py'], /data is read from \.npz, \.npy, \.csv and \.json/],
        [['--generated', 'digits'], /does not fit this network/],
        [['--generated', 'cats'], /no set "cats"; there are two-spirals, circles/],
      ] as const) {
        const { code, errors } = await layerscope(['train', 'model.py', ...words], { cwd });
        expect({ code, lines: errors.trimEnd().split('\n').length }, words.join(' ')).toEqual({ code: 2, lines: 1 });
        expect(errors).toMatch(message);
      }
    });
  });

  test('a report is one page with the run in it', async () => {
    await withFiles({}, async (folder) => {
      const report = path.join(folder, 'run.html');
      const { code, output } = await layerscope(['train', example('06_movie_genres.py'), '--epochs', '3', '--report', report]);
      const page = await readFile(report, 'utf8');
      expect({ code, said: output.includes(`Report: ${report}`) }).toEqual({ code: 0, said: true });
      expect(page).toContain('id="layerscope-run"');
      expect(page).toContain('unnormalized-features');
      expect(page).toContain("default-src 'none'");
    });
  });
});

describe('usage', () => {
  test('every mistake is one line on standard error and 2', async () => {
    const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
      [['explode'], /no command "explode"/],
      [['inspect'], /needs a file or a folder/],
      [['inspect', 'nowhere.py'], /nowhere\.py: there is no such file/],
      [['inspect', 'README.md', '--json'], /\.md files are not read/],
      [['inspect', 'examples', '--colour'], /--colour/],
      [['check', 'examples', '--json', '--sarif'], /not both/],
      [['check', 'examples', '--train', '--budget', 'soon'], /--budget takes seconds/],
      [['train'], /needs a file/],
      [['train', 'examples/01_image_classifier.py', 'examples/02_layer_weights.py'], /takes one file/],
      [['train', example('03_nine_parameters.py'), '--epochs', '0'], /--epochs takes a whole number/],
      [['train', example('03_nine_parameters.py'), '--backend', 'wasm'], /wasm is not there in a terminal; there is cpu/],
      [['train', example('03_nine_parameters.py'), '--backend', 'webgpu'], /webgpu is not there in a terminal/],
      [['train', example('03_nine_parameters.py'), '--model', 'other'], /no model "other" in it, but model/],
      [['train', example('03_nine_parameters.py'), '--report', '/nowhere/run.html'], /--report: .*cannot be written/],
      [['train', example('03_nine_parameters.py'), '--data', 'a.npz', '--synthetic'], /exclude one another/],
    ];
    for (const [words, message] of mistakes) {
      const { code, errors } = await layerscope(words);
      expect(code, words.join(' ')).toBe(2);
      expect(errors, words.join(' ')).toMatch(message);
      expect(errors.trimEnd().split('\n'), words.join(' ')).toHaveLength(1);
    }
  }, 60_000);

  test('help tells every option, and the version is the package’s', async () => {
    expect((await layerscope(['--help'])).output).toContain('layerscope train');
    expect((await layerscope(['train', '--help'])).output).toContain('--synthetic');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    expect(await layerscope(['--version'])).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  });
});
