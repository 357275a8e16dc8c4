// Which sample's activations the pictures show: one before, one after, or by its index. The frame says which it is; what
// was asked for shows until that frame has come.

import { formatCount } from '../../src/figures.ts';
import { appendIconButton } from '../controls.ts';
import { type Root, setText } from '../section.ts';
import type { ViewContext } from '../view.ts';

export interface SampleChooser {
  /** Shows the sample of the newest frame. */
  update(): void;
}

export function createSampleChooser(toolbar: Root<HTMLDivElement>, context: ViewContext): SampleChooser {
  const { state } = context;
  const last = Math.max(0, state.run.sampleCount - 1);
  const group = toolbar.append('div').attr('class', 'sample-chooser').attr('role', 'group').attr('aria-label', 'Sample');
  if (context.host === 'report') {
    const text = group.append('span').node();
    return { update: () => setText(text, `sample ${formatCount(state.sample)}`) };
  }
  const choose = (sample: number) => {
    const within = Math.max(0, Math.min(last, Math.round(sample)));
    if (within !== state.sample) context.chooseSample(within);
    update();
  };
  appendIconButton(group, 'previous', 'Previous sample', () => choose(state.sample - 1));
  const label = group.append('label').attr('class', 'sample-index');
  label.append('span').text('sample');
  const input = label.append('input').attr('type', 'number').attr('min', 0).attr('max', last);
  input.on('change', () => choose(Number(input.property('value')) || 0));
  appendIconButton(group, 'next', 'Next sample', () => choose(state.sample + 1));

  function update(): void {
    const node = input.node();
    // Never under the fingers of whoever types.
    if (node && node !== document.activeElement) node.value = String(state.sample);
  }
  return { update };
}
