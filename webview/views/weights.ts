// Every weight before training and now: the table and the matrices.

import { formatCount, plural } from '../../src/figures.ts';
import { createChoice } from '../controls.ts';
import type { Section } from '../section.ts';
import type { View, ViewContext } from '../view.ts';
import { WeightList } from './weight-list.ts';
import { type MapContent, WeightMaps } from './weight-maps.ts';

type Show = 'all' | 'moved' | 'unchanged';

export function createWeights({ body, summarize }: Section, context: ViewContext): View {
  const { state, memory } = context;
  const table = state.weights;
  if (table.count === 0) {
    return { update: () => summarize('This network has no weights.') };
  }
  const rows = body.append('div');
  const tools = rows.append('div').attr('class', 'row-head');
  const list = new WeightList(rows, context);
  createChoice<Show>(
    tools,
    'Which weights',
    [
      { value: 'all', text: 'All' },
      { value: 'moved', text: 'Moved' },
      { value: 'unchanged', text: 'Unchanged' },
    ],
    'all',
    (show) => list.filter({ show }),
  );
  tools
    .append('input')
    .attr('type', 'search')
    .attr('placeholder', 'Filter')
    .attr('aria-label', 'Filter weights by name')
    .attr('spellcheck', 'false')
    .on('input', (event: Event) => list.filter({ query: (event.target as HTMLInputElement).value }));
  const matrices = body.append('div').attr('class', 'matrices');
  const head = matrices.append('div').attr('class', 'row-head');
  head.append('h3').text('Matrices');
  const maps = new WeightMaps(matrices, context, (memory.recall('weights/map') as MapContent | undefined) ?? 'now');
  createChoice<MapContent>(
    head,
    'What the matrices show',
    [
      { value: 'before', text: 'Before' },
      { value: 'now', text: 'Now' },
      { value: 'difference', text: 'Difference' },
    ],
    maps.content,
    (content) => {
      memory.remember('weights/map', content);
      maps.show(content);
    },
  );

  return {
    update() {
      list.update();
      maps.update();
      summarize(summaryText());
    },
    dispose() {
      list.dispose();
      maps.dispose();
    },
  };

  function summaryText(): string {
    const total = plural(table.count, 'weight');
    if ((state.frame?.step ?? 0) === 0) return `${total}. No step was made yet.`;
    const unchanged = list.unchangedCount;
    if (unchanged === 0) return `${total}, all moved since training began.`;
    return `${total}; ${formatCount(unchanged)} ${unchanged === 1 ? 'is' : 'are'} bit for bit as before training.`;
  }
}
