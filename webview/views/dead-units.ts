// Dead units: of each layer whose units can die, how many fired on none of the window's samples, and which.

import { formatCount, formatFraction, plural } from '../../src/figures.ts';
import type { Layer } from '../../src/network/network.ts';
import { canUnitsDie } from '../../src/runs/history.ts';
import { createTableAlternative, type Root, type Section, setText } from '../section.ts';
import type { View, ViewContext } from '../view.ts';
import { createLayerButton } from './layer-button.ts';

/** Up to this many units each has a mark; beyond it the dead ones are listed. */
const markLimit = 128;
const listLimit = 40;

interface Row {
  readonly layer: Layer;
  readonly index: number;
  readonly units: number;
}

export function createDeadUnits({ body, summarize, badge }: Section, context: ViewContext): View {
  const { state } = context;
  const { windowSamples } = state.run.start;
  const rows: readonly Row[] = state.run.network.layers.flatMap((layer, index) => {
    const units = state.index.section('unitSilence', index)?.length;
    return units && canUnitsDie(layer) ? [{ layer, index, units }] : [];
  });
  if (rows.length === 0) {
    return { update: () => summarize('No layer of this network has units that can die: none uses ReLU.') };
  }
  const list = body.append('div').attr('class', 'dead-rows');
  const views = rows.map((row) => createRow(list, row, context));
  const table = createTableAlternative(body, {
    caption: `Units that fired on none of the last ${plural(windowSamples, 'sample')}`,
    columns: ['Layer', 'Units', 'Dead', 'Which'],
    rows: () =>
      rows.map(({ layer, index, units }) => {
        const dead = state.deadUnits(index);
        const which = dead?.map((unit) => unit + 1).join(', ');
        return [layer.name, formatCount(units), dead ? formatCount(dead.length) : 'not known yet', which || '—'];
      }),
  });

  return {
    update() {
      let total = 0;
      for (const [position, { index }] of rows.entries()) {
        const dead = state.deadUnits(index);
        total += dead?.length ?? 0;
        views[position]?.(state.read('unitSilence', index), dead);
      }
      const seen = `${formatCount(state.samplesSeen)} of ${plural(windowSamples, 'sample')} seen`;
      badge(total > 0 ? formatCount(total) : '');
      if (state.samplesSeen < windowSamples) summarize(`Not known yet: ${seen}.`);
      else summarize(`A unit is dead when it fires on none of the last ${plural(windowSamples, 'sample')}.`);
      table.update();
    },
  };

  function createRow(parent: Root<HTMLDivElement>, { layer, index, units }: Row, own: ViewContext) {
    const row = parent.append('div').attr('class', 'dead-row');
    createLayerButton(row, index, own);
    const figure = row.append('span').attr('class', 'figure');
    const meter = row.append('div').attr('class', 'meter').attr('aria-hidden', 'true');
    const bar = meter.append('div').attr('class', 'meter-bar').node() as HTMLDivElement;
    const text = row.append('p').attr('class', 'dead-text');
    const marks = row.append('div').attr('class', 'unit-marks').attr('role', 'img').attr('aria-label', `Units of ${layer.name}`);
    const nodes =
      units > markLimit
        ? []
        : Array.from({ length: units }, (_, unit) =>
            marks
              .append('span')
              .attr('class', 'mark')
              .attr('title', `unit ${unit + 1}`)
              .node(),
          );
    return (silence: Float32Array | undefined, dead: readonly number[] | undefined) => {
      const fraction = dead ? dead.length / units : null;
      setText(figure.node(), formatFraction(fraction));
      bar.style.setProperty('--share', String(fraction ?? 0));
      row.classed('known', dead !== undefined);
      setText(text.node(), sentence(dead, units));
      marks.attr('aria-label', `Units of ${layer.name}: ${dead?.length ? `dead ${listOf(dead)}` : 'none known dead'}`);
      nodes.forEach((node, unit) => {
        const samples = silence?.[unit] ?? 0;
        const kind = dead?.includes(unit) ? 'dead' : samples * 2 >= windowSamples ? 'quiet' : 'alive';
        if (node && node.dataset['kind'] !== kind) node.dataset['kind'] = kind;
      });
    };
  }

  function sentence(dead: readonly number[] | undefined, units: number): string {
    if (!dead) return `Not known yet: ${formatCount(state.samplesSeen)} of ${plural(windowSamples, 'sample')} seen.`;
    const of = `${formatCount(dead.length)} of ${plural(units, 'unit')}`;
    const fires = dead.length === 1 ? 'fires' : 'fire';
    if (dead.length === 0) return `Every unit fired within the last ${plural(windowSamples, 'sample')}.`;
    return `${of} ${fires} on none of the last ${plural(windowSamples, 'sample')}: ${listOf(dead)}.`;
  }
}

/** `unit 3`, `units 1, 4, 5 and 12 more`: counted from 1. */
function listOf(dead: readonly number[]): string {
  const names = dead.slice(0, listLimit).map((unit) => formatCount(unit + 1));
  const rest = dead.length > listLimit ? ` and ${formatCount(dead.length - listLimit)} more` : '';
  return `${dead.length === 1 ? 'unit' : 'units'} ${names.join(', ')}${rest}`;
}
