// What stands at the end of a line that makes layers. Pure.

import { formatCount, formatParams } from '../../figures.ts';
import type { Layer } from '../../network/network.ts';
import { formatSampleShape } from '../../network/shape.ts';
import type { Definition } from '../../source/definition.ts';

export interface LayerHint {
  /** In the document, zero-based: the line on which the layers' calls end. */
  readonly line: number;
  readonly text: string;
  /** The layers of the first definition that has some here. */
  readonly layers: readonly Layer[];
}

/** On one line more layers than this are summed up. */
const separateLimit = 3;

/** One hint a line that ends a layer's call, top to bottom. `cell` chooses a notebook's cell. */
export function layerHints(definitions: readonly Definition[], cell: number | undefined): readonly LayerHint[] {
  const lines = new Map<number, { texts: Set<string>; layers: readonly Layer[] }>();
  for (const definition of definitions) {
    for (const [line, layers] of layersByLine(definition, cell)) {
      const text = lineText(layers);
      if (text === '') continue;
      // A builder that is called twice makes two definitions of the same lines: what agrees is said once.
      const earlier = lines.get(line);
      if (earlier) earlier.texts.add(text);
      else lines.set(line, { texts: new Set([text]), layers });
    }
  }
  return [...lines]
    .map(([line, { texts, layers }]) => ({ line, text: [...texts].join('  or  '), layers }))
    .toSorted((first, second) => first.line - second.line);
}

function layersByLine({ network }: Definition, cell: number | undefined): ReadonlyMap<number, readonly Layer[]> {
  const lines = new Map<number, Layer[]>();
  for (const layer of network.layers) {
    if (!layer.range || layer.range.cell !== cell) continue;
    const { line } = layer.range.end;
    const cause = layer.outputShape !== null || layer.parameters !== null || layer.inputShapes.length === layer.inputs.length;
    // Behind a layer of unknown shape nothing is known either: only the first one says so.
    if (cause) lines.set(line, [...(lines.get(line) ?? []), layer]);
  }
  return lines;
}

function lineText(layers: readonly Layer[]): string {
  if (layers.length <= separateLimit) return layers.map(layerText).join('  →  ');
  const last = layers.at(-1);
  const parameters = layers.reduce<number | null>(
    (sum, layer) => (sum === null || layer.parameters === null ? null : sum + layer.parameters),
    0,
  );
  const parts = [
    `${formatCount(layers.length)} layers`,
    ...(last?.outputShape ? [formatSampleShape(last.outputShape)] : []),
    ...(parameters === null ? [] : [formatParams(parameters)]),
  ];
  return parts.join(' · ');
}

/** `26×26×32 · 320 params`; an input has no parameters to speak of. */
export function layerText({ outputShape, parameters, refusal, type }: Layer): string {
  if (refusal) return 'does not fit';
  const sizes = outputShape?.slice(1) ?? [null];
  if (!outputShape || (sizes.length > 0 && sizes.every((size) => size === null)))
    return parameters === null ? 'shape unknown' : formatParams(parameters);
  const shape = formatSampleShape(outputShape);
  if (type === 'Input') return shape;
  return `${shape} · ${parameters === null ? '? params' : formatParams(parameters)}`;
}
