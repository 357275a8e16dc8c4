// The rules about a dataset and the definition that it trains.
import type { Dataset } from '../../data/dataset.ts';
import type { Network } from '../../network/network.ts';
import type { Definition } from '../../source/definition.ts';
import type { Finding } from '../finding.ts';
import { applyRules, type Rule } from '../rule.ts';
import { tinyDataset } from './tiny-dataset.ts';
import { unnormalizedFeatures } from './unnormalized-features.ts';

/** Where a definition is not at hand its findings have no place in a text. */
export type DataRule = Rule<[dataset: Dataset, network: Network, definition: Definition | undefined]>;

export const dataRules: readonly DataRule[] = [unnormalizedFeatures, tinyDataset];

/** Says nothing about synthetic data: its numbers are not the user's. */
export function checkDataset(dataset: Dataset, network: Network, definition?: Definition): readonly Finding[] {
  return dataset.provenance.kind === 'synthetic' ? [] : applyRules(dataRules, dataset, network, definition);
}
