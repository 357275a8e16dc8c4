// The thread that reads: text → definitions and what the static rules find in them. Bundled to dist/reader-worker.cjs,
// beside the grammars that it loads.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { Dataset } from '../data/dataset.ts';
import { readDataset } from '../data/files/read-dataset.ts';
import { adaptToNetwork } from '../data/prepare.ts';
import { checkReading } from '../diagnose/reading.ts';
import { Channel, type Port, Transferred } from '../protocol/channel.ts';
import { createReader } from '../source/read.ts';
import type { CheckedReading, HostToReader, ReaderToHost, TextToRead } from './reader-protocol.ts';
import { textAt } from './text/text-at.ts';

const messages = parentPort;
if (!messages) throw new Error('The reader runs in a worker thread; nobody started one.');

const grammar = (name: string) => readFile(path.join(__dirname, name));
const reader = Promise.all([grammar('tree-sitter.wasm'), grammar('tree-sitter-python.wasm')]).then(([runtime, python]) =>
  createReader({ runtime, python }),
);

const port: Port = {
  post: (message, transfer = []) => messages.postMessage(message, [...transfer]),
  listen(listener) {
    messages.on('message', listener);
    return { dispose: () => messages.off('message', listener) };
  },
};

new Channel<ReaderToHost, HostToReader>(port, {
  read: async (source) => check(source, await reader),
  async materialize({ source, definition }) {
    const { text, ...options } = source;
    const data = (await reader).materialize(text, options, definition);
    return 'reason' in data ? data : new Transferred(data, buffersOf(data));
  },
  readData({ bytes, name, network, plan }) {
    const data = adaptToNetwork(readDataset(bytes, name), network, plan);
    return new Transferred(data, buffersOf(data));
  },
});

function check({ text, ...options }: TextToRead, { read, materialize }: Awaited<typeof reader>): CheckedReading {
  const { definitions, milliseconds } = read(text, options);
  const at = textAt(text);
  const findings = definitions.flatMap((definition) => checkReading(definition, at, ({ id }) => materialize(text, options, id)));
  return { definitions, milliseconds, findings };
}

function buffersOf({ x, y, validation }: Dataset): readonly ArrayBuffer[] {
  const arrays = [...x, ...y, ...(validation?.x ?? []), ...(validation?.y ?? [])];
  return [...new Set(arrays.map(({ values }) => values.buffer as ArrayBuffer))];
}
