// Which sample's activations the pictures show: one before, one after, or by its index. One truth for all views.
import { appendIconButton } from '../controls.ts';
import { formatCount } from '../format.ts';
import type { Root } from '../section.ts';
import type { ViewContext } from '../view.ts';

export function createSampleChooser(toolbar: Root<HTMLDivElement>, context: ViewContext): void {
  const { state } = context;
  const last = state.run.sampleCount - 1;
  const group = toolbar.append('div').attr('class', 'sample-chooser').attr('role', 'group').attr('aria-label', 'Sample');
  if (context.host === 'report') {
    group.append('span').text(`sample ${formatCount(state.sample)}`);
    return;
  }
  const choose = (sample: number) => {
    const within = Math.max(0, Math.min(last, Math.round(sample)));
    if (within !== state.sample) context.chooseSample(within);
    for (const node of document.querySelectorAll<HTMLInputElement>('.sample-chooser input')) node.value = String(within);
  };
  appendIconButton(group, 'previous', 'Previous sample', () => choose(state.sample - 1));
  const input = group.append('label').attr('class', 'sample-index');
  input.append('span').text('sample');
  input
    .append('input')
    .attr('type', 'number')
    .attr('min', 0)
    .attr('max', last)
    .attr('value', state.sample)
    .on('change', (event: Event) => choose(Number((event.target as HTMLInputElement).value) || 0));
  appendIconButton(group, 'next', 'Next sample', () => choose(state.sample + 1));
}
