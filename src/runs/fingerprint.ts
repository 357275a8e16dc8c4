// Whether a definition still is what a run trains: its network and plan, not its text. Pure.
import type { Network } from '../network/network.ts';
import type { Definition } from '../source/definition.ts';

/** Equal for definitions that train alike: white space, comments, places and names of variables do not matter. */
export function fingerprint({ network, training }: Pick<Definition, 'network' | 'training'>): string {
  return hash(JSON.stringify([trainedPart(network), training?.plan ?? null]));
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

/** Fowler–Noll–Vo over two seeds, 64 bits together: enough to tell one edit from another. */
function hash(text: string): string {
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return `${(first >>> 0).toString(16)}-${(second >>> 0).toString(16)}`;
}
