// What the Models tree keeps of a definition: names, shapes and places, no weights. Pure.

import { formatParameters, formatParams } from '../editor/text/figures.ts';
import { unknownReason } from '../editor/text/lens.ts';
import { countParameters } from '../network/build.ts';
import type { Layer } from '../network/network.ts';
import { formatSampleShape } from '../network/shape.ts';
import type { Definition, Framework } from '../source/definition.ts';
import type { Range } from '../source/range.ts';

export interface LayerEntry {
  readonly name: string;
  readonly type: string;
  /** `26×26×32 · 320 params`, or why it cannot take its input. */
  readonly description: string;
  readonly refused: boolean;
  readonly range: Range | null;
}

export interface ModelEntry {
  /** Of the file or notebook. */
  readonly uri: string;
  readonly definition: string;
  readonly name: string;
  readonly framework: Framework;
  /** `54,410 parameters`, or `partly known`. */
  readonly description: string;
  /** Why not all is known; `null` when it is. */
  readonly unknown: string | null;
  readonly range: Range;
  readonly layers: readonly LayerEntry[];
}

export function modelEntry(uri: string, definition: Definition): ModelEntry {
  const { total } = countParameters(definition.network);
  return {
    uri,
    definition: definition.id,
    name: definition.name,
    framework: definition.framework,
    description: total === null ? 'partly known' : formatParameters(total),
    unknown: definition.status === 'partial' || total === null ? unknownReason(definition) : null,
    range: definition.range,
    layers: definition.network.layers.map(layerEntry),
  };
}

function layerEntry({ name, type, outputShape, parameters, refusal, range }: Layer): LayerEntry {
  const parts = [
    outputShape ? formatSampleShape(outputShape) : 'shape unknown',
    ...(type === 'Input' ? [] : [parameters === null ? '? params' : formatParams(parameters)]),
  ];
  return { name, type, description: refusal ? refusal.message : parts.join(' · '), refused: !!refusal, range: range ?? null };
}
