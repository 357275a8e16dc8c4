// Every layer class of Keras, as rows of the library: `keras.layers.Conv2D` and what else it is called.
import type { LibraryCall } from '../../../evaluate/value.ts';
import { type LayerRow, layerCall } from '../layer.ts';
import { convolutionLayers } from './convolution.ts';
import { coreLayers } from './core.ts';
import { preprocessingLayers } from './preprocessing.ts';
import { recurrentLayers } from './recurrent.ts';

const rows: readonly LayerRow[] = [...coreLayers, ...convolutionLayers, ...recurrentLayers, ...preprocessingLayers];

export const layerRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  rows.flatMap((row) =>
    [...new Set([...(row.modernize ? [] : [row.type]), ...(row.spellings ?? [])])].map((name) => [`keras.layers.${name}`, layerCall(row)]),
  ),
);
