import { expect, test } from 'vitest';
import { isSoftwareAdapter } from './software-adapter.ts';

const adapter = { vendor: '', architecture: '', device: '', description: '' };

test.each([
  [{ ...adapter, vendor: 'google', architecture: 'swiftshader' }, true],
  [{ ...adapter, vendor: 'mesa', description: 'llvmpipe (LLVM 17.0.6, 256 bits)' }, true],
  [{ ...adapter, description: 'Microsoft Basic Render Driver' }, true],
  [{ ...adapter, vendor: 'unnamed', isFallbackAdapter: true }, true],
  [{ ...adapter, vendor: 'nvidia', architecture: 'ampere', isFallbackAdapter: false }, false],
  [{ ...adapter, vendor: 'apple', architecture: 'metal-3' }, false],
])('%o computes on the processor: %s', (description, software) => {
  expect(isSoftwareAdapter(description)).toBe(software);
});
