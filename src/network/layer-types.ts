// Every layer type that Layerscope knows, by name. One line each.
import type { LayerType } from './layer-type.ts';
import { dense } from './layers/dense.ts';
import { flatten } from './layers/flatten.ts';
import { input } from './layers/input.ts';

const all: readonly LayerType[] = [input, dense, flatten];

const byName: ReadonlyMap<string, LayerType> = new Map(all.map((layerType) => [layerType.name, layerType]));

/** The layer type of this name; undefined for one that Layerscope does not know. */
export function layerType(name: string): LayerType | undefined {
  return byName.get(name);
}
