import { expect, test } from 'vitest';
import { denseSpecifications } from '../diagnose/dynamic/example-run.ts';
import { buildNetwork } from '../network/build.ts';
import { memoryRefusal } from './memory.ts';

const plan = { optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false }, batchSize: 10 } as const;

test('a network that takes more than there is is refused in a sentence, one that fits is not', () => {
  const network = buildNetwork(denseSpecifications(2, [{ units: 3, activation: 'relu' }]), [1]);
  // Nine weights and their gradients, and five outputs a sample with theirs, in four bytes each.
  const needed = 4 * (2 * 9 + 2 * 5 * 10);

  expect(memoryRefusal({ name: 'model', network }, plan, needed)).toBeNull();
  expect(memoryRefusal({ name: 'model', network }, plan, needed - 1)).toBe(
    'model needs about 472 bytes of memory to train with batches of 10; this machine has 471 bytes.',
  );
});

test('a network of unknown sizes is not refused for its memory', () => {
  const network = buildNetwork(
    denseSpecifications(2, [{ units: 3, activation: 'relu' }]).map((specification) =>
      specification.type === 'Dense' ? { ...specification, configuration: { ...specification.configuration, units: null } } : specification,
    ),
    [1],
  );

  expect(memoryRefusal({ name: 'model', network }, plan, 1)).toBeNull();
});
