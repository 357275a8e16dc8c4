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
        return (
          reading &&
          byPlace(reading.definitions.filter(({ range }) => range.cell === reading.cell)).flatMap((definitions) =>
            lenses(reading.uri, definitions),
          )
        );
      },
    }),
  );
}

/** A builder that is called several times makes several definitions of the same lines: they share their lenses. */
function byPlace(definitions: readonly Definition[]): readonly (readonly [Definition, ...Definition[]])[] {
  const places = new Map<string, [Definition, ...Definition[]]>();
  for (const definition of definitions) {
    const { line, character } = definition.range.start;
    const place = places.get(`${line}:${character}`);
    if (place) place.push(definition);
    else places.set(`${line}:${character}`, [definition]);
  }
  return [...places.values()];
}

function lenses(uri: Uri, definitions: readonly [Definition, ...Definition[]]): readonly CodeLens[] {
  const [definition, ...others] = definitions;
  const { start } = definition.range;
  const range = new Range(start.line, start.character, start.line, start.character);
  const target: DefinitionTarget = { uri: uri.toString(), definition: definition.id, others: others.map(({ id }) => id) };
  const { title, tooltip } = parametersTitle(definitions);
  const names = definitions.map(({ name }) => name).join(', ');
  const inspect = { command: 'layerscope.inspectModel', arguments: [target] };
  const lens = (command: CodeLens['command'] & object) => new CodeLens(range, command);
  return [
    lens({
      title: l10n.t('Train'),
      tooltip: l10n.t('Train {0} and watch every layer', names),
      command: 'layerscope.trainModel',
      arguments: [target],
    }),
    lens({ title: l10n.t('Inspect'), tooltip: l10n.t('Show the layers of {0}', names), ...inspect }),
    lens({ title, tooltip, ...inspect }),
  ];
}
