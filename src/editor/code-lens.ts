// `Train · Inspect · 54,410 parameters` above each definition.
import { CodeLens, EventEmitter, type ExtensionContext, l10n, languages, Range, type Uri } from 'vscode';
import type { Definition } from '../source/definition.ts';
import type { DefinitionTarget } from './definition-target.ts';
import type { Readings } from './readings.ts';
import { onSettingChanged, settings } from './settings.ts';
import { selector } from './source-text.ts';
import { parametersTitle } from './text/lens.ts';

export function registerCodeLens(context: ExtensionContext, readings: Readings): void {
  const changed = new EventEmitter<void>();
  context.subscriptions.push(
    changed,
    onSettingChanged(settings.codeLens, () => changed.fire()),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        if (!settings.codeLens.get(document)) return [];
        const reading = await readings.of(document);
        return reading?.definitions
          .filter(({ range }) => range.cell === reading.cell)
          .flatMap((definition) => lenses(reading.uri, definition));
      },
    }),
  );
}

function lenses(uri: Uri, definition: Definition): readonly CodeLens[] {
  const { start } = definition.range;
  const range = new Range(start.line, start.character, start.line, start.character);
  const target: DefinitionTarget = { uri: uri.toString(), definition: definition.id };
  const { title, tooltip } = parametersTitle(definition);
  const inspect = { command: 'layerscope.inspectModel', arguments: [target] };
  const lens = (command: CodeLens['command'] & object) => new CodeLens(range, command);
  return [
    lens({
      title: l10n.t('Train'),
      tooltip: l10n.t('Train {0} and watch every layer', definition.name),
      command: 'layerscope.trainModel',
      arguments: [target],
    }),
    lens({ title: l10n.t('Inspect'), tooltip: l10n.t('Show the layers of {0}', definition.name), ...inspect }),
    lens({ title, tooltip, ...inspect }),
  ];
}
