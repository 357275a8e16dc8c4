import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { Channel, type Port, Transferred } from './channel.ts';

type Left = {
  readonly requests: { readonly double: { readonly parameters: number; readonly result: number } };
  readonly events: { readonly tick: { readonly at: number } };
};
type Right = {
  readonly requests: { readonly numbers: { readonly parameters: null; readonly result: Float32Array } };
  readonly events: Record<never, never>;
};

const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

test('a request is answered, refused or rejected with what went wrong', async () => {
  const { left } = link({
    double: (value) => {
      if (value < 0) throw new RangeError('Only positive numbers are doubled.');
      return value * 2;
    },
  });

  expect(await left.request('double', 21)).toBe(42);
  await expect(left.request('double', -1)).rejects.toThrow('Only positive numbers are doubled.');
});

test('a request that nothing answers is rejected rather than left waiting', async () => {
  const { left } = link({} as never);

  await expect(left.request('double', 1)).rejects.toThrow('Nothing answers "double"');
});

test('requests that wait are rejected when their end is closed, and later ones at once', async () => {
  const { left } = link({ double: () => new Promise<number>(() => {}) });

  const waiting = left.request('double', 1);
  left.dispose('The engine has gone.');

  await expect(waiting).rejects.toThrow('The engine has gone.');
  await expect(left.request('double', 2)).rejects.toThrow('closed');
});

test('events reach those who listen, in order, until they leave', async () => {
  const { left, right } = link({ double: (value) => value });
  const seen: number[] = [];
  const listening = right.on('tick', ({ at }) => seen.push(at));

  left.emit('tick', { at: 1 });
  left.emit('tick', { at: 2 });
  await left.request('double', 0);
  listening.dispose();
  left.emit('tick', { at: 3 });
  await left.request('double', 0);

  expect(seen).toEqual([1, 2]);
});

test('a transferred result arrives whole and its buffer is gone at the sender', async () => {
  const values = new Float32Array([1, 2, 3]);
  const { right } = link({ double: (value) => value }, { numbers: () => new Transferred(values, [values.buffer]) });

  expect(await right.request('numbers', null)).toEqual(new Float32Array([1, 2, 3]));
  expect(values.length).toBe(0);
});

function link(
  rightAnswers: ConstructorParameters<typeof Channel<Right, Left>>[1],
  leftAnswers: ConstructorParameters<typeof Channel<Left, Right>>[1] = { numbers: () => new Float32Array() },
): { left: Channel<Left, Right>; right: Channel<Right, Left> } {
  const { port1, port2 } = new MessageChannel();
  const left = new Channel<Left, Right>(portOf(port1), leftAnswers);
  const right = new Channel<Right, Left>(portOf(port2), rightAnswers);
  open.push(left, right, { dispose: () => port1.close() });
  return { left, right };
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen(listener) {
      port.on('message', listener);
      return { dispose: () => port.off('message', listener) };
    },
  };
}
