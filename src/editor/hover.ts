// Hovering a layer: what it is and, once trained, how it does.
import { ColorThemeKind, type ExtensionContext, Hover, languages, MarkdownString, window } from 'vscode';
import type { Layer } from '../network/network.ts';
import { canUnitsDie } from '../runs/history.ts';
import type { Definition } from '../source/definition.ts';
import { editorRange, layerAt } from './places.ts';
import type { Readings } from './readings.ts';
import { selector } from './source-text.ts';
import { layerMarkdown, type TrainedLayer } from './text/layer-hover.ts';
import type { SparklineStyle } from './text/sparkline.ts';
import type { CurrentRun, Training } from './training.ts';

export function registerHover(context: ExtensionContext, readings: Readings, training: Training): void {
  const provider = languages.registerHoverProvider(selector, {
    async provideHover(document, position) {
      const reading = await readings.of(document);
      if (!reading) return undefined;
      for (const definition of reading.definitions) {
        const layer = definition.network.layers[layerAt(definition, position, reading.cell)];
        if (!layer?.range) continue;
        const trained = trainedLayer(training.runOf(reading.uri, definition.id), definition, layer);
        const markdown = new MarkdownString(layerMarkdown(layer, trained, sparklineStyle()), true);
        return new Hover(markdown, editorRange(layer.range));
      }
      return undefined;
    },
  });
  context.subscriptions.push(provider);
}

/** What the run says of the layer; a layer that was renamed or whose type changed since is not the one that was trained. */
function trainedLayer(current: CurrentRun | undefined, { network }: Definition, layer: Layer): TrainedLayer | null {
  const run = current?.run;
  const frame = run?.history.latest;
  if (!run || !frame) return null;
  const { network: trained, provenance } = run.description;
  const index = trained.layers.findIndex(({ name, type }) => name === layer.name && type === layer.type);
  const figures = run.history.figures(frame)[index];
  if (!figures || !network.layers.includes(layer)) return null;
  return {
    layer: index,
    rows: run.history.rows,
    figures,
    units: canUnitsDie(layer) ? (layer.outputShape?.at(-1) ?? null) : null,
    step: frame.step,
    status: run.status,
    stale: run.stale,
    synthetic: provenance.kind === 'synthetic' ? provenance.description : null,
  };
}

/** Greys that stand out from both a theme's hover and its high-contrast sister. */
function sparklineStyle(): SparklineStyle {
  const colours: Readonly<Record<ColorThemeKind, string>> = {
    [ColorThemeKind.Light]: '#616161',
    [ColorThemeKind.Dark]: '#cccccc',
    [ColorThemeKind.HighContrast]: '#ffffff',
    [ColorThemeKind.HighContrastLight]: '#292929',
  };
  return { colour: colours[window.activeColorTheme.kind], width: 96, height: 18 };
}
