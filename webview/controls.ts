// Small controls that views share.
import type { IconName } from './icons.ts';
import { appendIcon } from './icons.ts';
import type { Root } from './section.ts';

/** A button that is on or off. */
export function createToggle(parent: Root<HTMLDivElement>, text: string, name: string, on: boolean, changed: (on: boolean) => void): void {
  let pressed = on;
  const button = parent
    .append('button')
    .attr('type', 'button')
    .attr('class', 'toggle')
    .attr('aria-label', name)
    .attr('title', name)
    .attr('aria-pressed', String(on))
    .text(text);
  button.on('click', () => {
    pressed = !pressed;
    button.attr('aria-pressed', String(pressed));
    changed(pressed);
  });
}

/** One of several: buttons in a group, the chosen one pressed. */
export function createChoice<T extends string>(
  parent: Root<HTMLDivElement>,
  name: string,
  options: readonly { readonly value: T; readonly text: string }[],
  chosen: T,
  changed: (value: T) => void,
): void {
  const group = parent.append('div').attr('class', 'choice').attr('role', 'group').attr('aria-label', name);
  const buttons = group
    .selectAll('button')
    .data(options)
    .join('button')
    .attr('type', 'button')
    .attr('aria-pressed', ({ value }) => String(value === chosen))
    .text(({ text }) => text);
  buttons.on('click', (_event, option) => {
    buttons.attr('aria-pressed', (other) => String(other === option));
    changed(option.value);
  });
}

/** A button that shows an icon and is named in words. */
export function appendIconButton(parent: Root<HTMLDivElement>, icon: IconName, name: string, pressed: () => void): Root<HTMLButtonElement> {
  const button = parent.append('button').attr('type', 'button').attr('class', 'icon-button').attr('aria-label', name).attr('title', name);
  appendIcon(button, icon);
  return button.on('click', pressed);
}
