// Whether a definition still is what a run trains: its network, its plan and, where the source passes it, its data; not
// its text. Pure.
import type { Dataset } from '../data/dataset.ts';
import type { Network } from '../network/network.ts';
import type { DataDescription, Definition } from '../source/definition.ts';

/**
 * Equal for definitions that train alike: white space, comments, places and names of variables do not matter. `withData`
 * for a run on what the source passes to `fit`: then those arguments, as written, and their shapes count too. The numbers
 * that stand behind a variable it does not see: they are `dataFingerprint`'s.
 */
export function fingerprint({ network, training, data }: Pick<Definition, 'network' | 'training' | 'data'>, withData: boolean): string {
  return hash(JSON.stringify([trainedPart(network), training?.plan ?? null, withData && data ? passedPart(data) : null]));
}

/** More numbers than this (1 MiB) are not looked at: they would have to be made again at every edit. */
const numberLimit = 262_144;

/** Equal for the same numbers in the same shapes; `null` for data that is too large: its numbers are then not compared. */
export function dataFingerprint({ x, y, validation }: Dataset): string | null {
  const arrays = [...x, ...y, ...(validation?.x ?? []), ...(validation?.y ?? [])];
  if (arrays.reduce((sum, { values }) => sum + values.length, 0) > numberLimit) return null;
  return arrays.map(({ shape, values }) => `${shape.join('x')}:${hash(bytesOf(values))}`).join();
}

function passedPart({ status, x, y }: DataDescription): unknown {
  return [status, x.shape, x.source, y.shape, y.source];
}

function trainedPart({ layers, outputs }: Network): unknown {
  return [
    layers.map(({ name, type, configuration, inputs, weights }) => ({ name, type, configuration: sorted(configuration), inputs, weights })),
    outputs,
  ];
}

/** The same configuration gives the same text, in whatever order the source states it. */
function sorted(configuration: Network['layers'][number]['configuration']): unknown {
  return Object.entries(configuration).toSorted(([first], [second]) => (first < second ? -1 : 1));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Fowler–Noll–Vo over two seeds, 64 bits together: enough to tell one edit from another. */
function hash(content: string | Uint8Array): string {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let index = 0; index < content.length; index++) {
    const part = typeof content === 'string' ? content.charCodeAt(index) : (content[index] as number);
    first = Math.imul(first ^ part, 0x01000193);
    second = Math.imul(second ^ part, 0x85ebca6b);
  }
  return `${(first >>> 0).toString(16)}-${(second >>> 0).toString(16)}`;
}
