// What the Models tree keeps of a definition: names, shapes and places, no weights. Pure.

import { layerText } from '../editor/text/layer-hint.ts';
import { unknownReason } from '../editor/text/lens.ts';
import { formatParameters } from '../figures.ts';
import { countParameters } from '../network/build.ts';
import type { Layer } from '../network/network.ts';
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

function layerEntry(layer: Layer): LayerEntry {
  const { name, type, refusal, range } = layer;
  return { name, type, description: refusal?.message ?? layerText(layer), refused: refusal !== undefined, range: range ?? null };
}
