// `26×26×32 · 320 params` at the end of each line that makes a layer.
import { EventEmitter, type ExtensionContext, InlayHint, InlayHintKind, languages, MarkdownString, Position } from 'vscode';
import { formatShape } from '../network/shape.ts';
import type { Readings } from './readings.ts';
import { onSettingChanged, settings } from './settings.ts';
import { selector } from './source-text.ts';
import { layerHints } from './text/layer-hint.ts';

export function registerInlayHints(context: ExtensionContext, readings: Readings): void {
  const changed = new EventEmitter<void>();
  context.subscriptions.push(
    changed,
    onSettingChanged(settings.inlayHints, () => changed.fire()),
    languages.registerInlayHintsProvider(selector, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, range) {
        if (!settings.inlayHints.get(document)) return [];
        const reading = await readings.of(document);
        return (
          reading &&
          layerHints(reading.definitions, reading.cell)
            .filter(({ line }) => range.start.line <= line && line <= range.end.line && line < document.lineCount)
            .map(({ line, text, layers }) => {
              const hint = new InlayHint(new Position(line, document.lineAt(line).text.length), text, InlayHintKind.Type);
              hint.paddingLeft = true;
              hint.tooltip = new MarkdownString(
                layers.map(({ name, outputShape }) => `\`${name}\` ${outputShape ? formatShape(outputShape) : '?'}`).join('  \n'),
              );
              return hint;
            })
        );
      },
    }),
  );
}
