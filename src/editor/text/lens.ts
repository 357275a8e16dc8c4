// What stands above a definition. Pure.

import { formatParameters } from '../../figures.ts';
import { countParameters } from '../../network/build.ts';
import type { Definition } from '../../source/definition.ts';

/** `54,410 parameters`, and why not more is known. Of several definitions of the same lines: `82 parameters, 4 models`. */
export function parametersTitle(definitions: readonly Definition[]): { readonly title: string; readonly tooltip: string } {
  const each = definitions.map((definition) => ({ name: definition.name, ...titleOf(definition) }));
  const [only] = each;
  if (each.length === 1 && only) return { title: only.title, tooltip: only.tooltip };
  const titles = [...new Set(each.map(({ title }) => title))];
  return {
    title: `${titles.join(' or ')}, ${each.length} models`,
    tooltip: each.map(({ name, tooltip }) => `${name}: ${tooltip}`).join('\n'),
  };
}

function titleOf(definition: Definition): { readonly title: string; readonly tooltip: string } {
  const { total, trainable } = countParameters(definition.network);
  if (total === null) return { title: 'parameters unknown', tooltip: unknownReason(definition) };
  const frozen = trainable === null ? 0 : total - trainable;
  const tooltip = frozen > 0 ? `${formatParameters(total)}, ${formatParameters(frozen)} of them not trainable` : formatParameters(total);
  return { title: formatParameters(total), tooltip };
}

/** Why a definition is not wholly known, one line a reason. */
export function unknownReason({ unknown, network }: Definition): string {
  const refused = network.layers.filter(({ refusal }) => refusal).map(({ name, refusal }) => `${name} ${refusal?.message}.`);
  const reasons = [...refused, ...unknown.map(({ reason }) => reason)];
  return reasons.length > 0 ? reasons.join('\n') : 'A size that the parameters depend on is not known.';
}
