// What was diagnosed, in plain words; a click goes to the layer's line.
import type { Finding, Severity } from '../../src/diagnose/finding.ts';
import { formatCount } from '../../src/figures.ts';
import { appendIcon } from '../icons.ts';
import type { Root, Section } from '../section.ts';
import type { View, ViewContext } from '../view.ts';

const severityWords: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', information: 'Note' };
/** Worst first. */
export const severityOrder: readonly Severity[] = ['error', 'warning', 'information'];

export function createFindings({ body, summarize, badge }: Section, context: ViewContext): View {
  const { state } = context;
  const list = body.append('ul').attr('class', 'findings');
  let drawn: readonly Finding[] | null = null;

  return {
    update() {
      if (state.findings === drawn) return;
      drawn = state.findings;
      const sorted = drawn.toSorted((first, second) => severityOrder.indexOf(first.severity) - severityOrder.indexOf(second.severity));
      badge(sorted.length > 0 ? formatCount(sorted.length) : '');
      summarize(sorted.length === 0 ? 'Nothing was found wrong with this run.' : '');
      list.selectAll('*').remove();
      for (const finding of sorted) append(list, finding, context);
    },
  };
}

function append(list: Root<HTMLUListElement>, { severity, message, layer, category }: Finding, { state, reveal }: ViewContext): void {
  const item = list.append('li').attr('class', `finding finding-${severity}`);
  appendIcon(item, severity);
  const text = item.append('div');
  text.append('p').text(message);
  const about = text.append('p').attr('class', 'about');
  about.append('span').text(`${severityWords[severity]} · ${category}`);
  const index = layer === null ? -1 : state.run.network.layers.findIndex(({ name }) => name === layer);
  if (index < 0) return;
  about
    .append('button')
    .attr('type', 'button')
    .attr('class', 'layer-button')
    .attr('title', `${layer}: go to its line`)
    .text(layer)
    .on('click', () => reveal(index));
}
