import { expect, test } from 'vitest';
import { pack, unpack } from './webview-message.ts';

test('numbers that JSON does not have come through a webview', () => {
  const message = {
    kind: 'event',
    payload: {
      loss: Number.NaN,
      rows: [
        { mean: Number.NEGATIVE_INFINITY, low: -0 },
        { mean: 1, low: null },
      ],
    },
  };

  const received = unpack(JSON.parse(JSON.stringify(pack(message))));

  expect(received).toEqual(message);
});

test('buffers pass as they are, and what needs no change is not copied', () => {
  const numbers = new Float32Array([Number.NaN]);
  const message = { payload: { numbers, list: [1, 2] }, nothing: null };

  expect(pack(message)).toBe(message);
  expect(pack({ loss: Number.NaN, numbers })).toEqual({ loss: { $number: 'NaN' }, numbers });
});
