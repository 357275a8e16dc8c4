// The reader's thread as it really is, with a script in the place of the one that reads.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { Reader, Superseded } from './reader.ts';

/** Answers each text with its length; some texts make it hang, crash, or refuse. */
const script = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, parameters: { text } }) => {
  if (text === 'hang') for (;;);
  if (text === 'crash') throw new Error('out of memory');
  if (text === 'refuse') return parentPort.postMessage({ kind: 'rejection', id, message: 'not a text' });
  parentPort.postMessage({ kind: 'result', id, result: { definitions: [], findings: [], milliseconds: text.length } });
});`;

const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-reader-'));
const workerPath = path.join(folder, 'worker.cjs');
writeFileSync(workerPath, script);
afterAll(() => rmSync(folder, { recursive: true }));

const readers: Reader[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const reader of readers.splice(0)) reader.dispose();
});

function open() {
  const reports: string[] = [];
  const reader = new Reader(workerPath, (message) => reports.push(message));
  readers.push(reader);
  const read = (text: string, key = text, urgency: 'open' | 'background' = 'open') =>
    reader.read({ source: { text, fileName: `${key}.py`, language: 'python' }, urgency, key }).then(({ milliseconds }) => milliseconds);
  return { read, reports };
}

test('of several texts of one file only the newest is read, and open files go before the rest of the workspace', async () => {
  const { read } = open();
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);

  const first = read('a');
  const background = read('bb', 'other', 'background').then(note('background'));
  const stale = read('ccc', 'model');
  const newest = read('dddd', 'model').then(note('newest'));

  await expect(stale).rejects.toBeInstanceOf(Superseded);
  await Promise.all([first, background, newest]);
  expect(order).toEqual(['newest', 'background']);
});

test('a text that makes the thread hang is given up, and the next one is read', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { read } = open();
  await read('ready');

  const hanging = read('hang');
  vi.advanceTimersByTime(11_000);

  await expect(hanging).rejects.toThrow('Reading hang.py took longer than 10 s and was given up.');
  expect(await read('after')).toBe(5);
});

test('a thread that dies is told of and replaced; a refusal is an answer like any other', async () => {
  const { read, reports } = open();

  await expect(read('crash')).rejects.toThrow('The reader failed: out of memory');
  expect(reports).toEqual(['The reader failed: out of memory']);
  await expect(read('refuse')).rejects.toThrow('not a text');
  expect(await read('after')).toBe(5);
});
