// Findings as problems: what static rules see in a text, and what the current run shows. Unknown things are none.
import { Diagnostic, DiagnosticSeverity, type ExtensionContext, languages, Range, Uri } from 'vscode';
import type { Finding, Severity } from '../diagnose/finding.ts';
import type { Definition } from '../source/definition.ts';
import type * as source from '../source/range.ts';
import { editorRange } from './places.ts';
import type { DocumentReading, Readings } from './readings.ts';
import { documentsOf } from './source-text.ts';
import type { CurrentRun, Training } from './training.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export function registerProblems(context: ExtensionContext, readings: Readings, training: Training): Problems {
  const problems = new Problems(readings, training);
  const showRun = () => {
    const { current } = training;
    if (current) problems.show(Uri.parse(current.origin.target.uri));
  };
  context.subscriptions.push(
    problems,
    readings.onDidRead(({ uri }) => problems.show(uri)),
    readings.onDidClose((uri) => problems.clear(uri)),
    training.onRun(showRun),
    training.onStatus(showRun),
  );
  return problems;
}

/** A finding where it is shown. */
export interface Problem {
  /** Of the file or notebook. */
  readonly source: Uri;
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

export class Problems {
  /** By document. */
  readonly #shown = new Map<string, readonly Problem[]>();
  readonly #collection = languages.createDiagnosticCollection('layerscope');
  readonly #readings: Readings;
  readonly #training: Training;
  /** How the data of the last training fits its model; void once the text changes. */
  #fit: { readonly version: string; readonly uri: Uri; readonly findings: readonly Finding[] } | null = null;

  constructor(readings: Readings, training: Training) {
    this.#readings = readings;
    this.#training = training;
  }

  /** Shows how data fits this text's model, until the text changes. */
  setFit(uri: Uri, findings: readonly Finding[]): void {
    const version = this.#readings.latest(uri)?.version;
    if (version === undefined) return;
    this.#fit = { version, uri, findings };
    this.show(uri);
  }

  show(uri: Uri): void {
    const reading = this.#readings.latest(uri);
    if (!reading) return;
    const all = unique([...reading.findings, ...this.#ofFit(reading), ...this.#ofRun(reading)]);
    for (const { document, cell } of documentsOf(uri)) {
      const here = all
        .filter(({ range }) => range?.cell === cell)
        .map((finding) => ({ source: uri, finding, diagnostic: diagnostic(finding) }));
      this.#shown.set(document.uri.toString(), here);
      this.#collection.set(
        document.uri,
        here.map((problem) => problem.diagnostic),
      );
    }
  }

  /** What is shown in this document. */
  of(document: Uri): readonly Problem[] {
    return this.#shown.get(document.toString()) ?? [];
  }

  /** Of a file or notebook that was closed. */
  clear(uri: Uri): void {
    for (const [document, problems] of this.#shown) {
      if (problems.every(({ source }) => source.toString() !== uri.toString())) continue;
      this.#shown.delete(document);
      this.#collection.delete(Uri.parse(document));
    }
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #ofFit({ uri, version, findings }: DocumentReading): readonly Finding[] {
    const fit = this.#fit;
    if (!fit || fit.version !== version || fit.uri.toString() !== uri.toString()) return [];
    // What is seen without the data's numbers is not said twice at one place.
    const said = new Set(findings.filter(({ severity }) => severity === 'error').map(({ range }) => JSON.stringify(range)));
    return fit.findings.filter(({ range }) => !said.has(JSON.stringify(range)));
  }

  #ofRun({ uri, definitions }: DocumentReading): readonly Finding[] {
    const { current } = this.#training;
    return current && current.origin.target.uri === uri.toString() && !current.run.stale ? placed(current, definitions) : [];
  }
}

/** A run's findings at today's lines: its layers may have moved since it began. */
function placed({ run, origin }: CurrentRun, definitions: readonly Definition[]): readonly Finding[] {
  const definition = definitions.find(({ id }) => id === origin.target.definition);
  if (!definition) return [];
  return run.findings.map((finding) => ({ ...finding, range: placeOf(finding, definition) }));
}

/** Of the layer that it names, of the call that states the plan, or of the definition's first line. */
function placeOf({ layer, category, range }: Finding, definition: Definition): source.Range {
  const named = definition.network.layers.find(({ name }) => name === layer)?.range;
  if (named) return named;
  const compile = definition.training?.compileRange;
  if (compile && ['loss', 'optimizer', 'learning-rate', 'metric', 'numerics'].includes(category)) return compile;
  return range ?? definition.range;
}

function diagnostic({ rule, severity, message, range, layer }: Finding): Diagnostic {
  const text = layer && !message.includes(layer) ? `${layer}: ${message}` : message;
  // Over many lines a squiggle hides more than it shows.
  const place = range ? editorRange(firstLine(range)) : new Range(0, 0, 0, 0);
  const result = new Diagnostic(place, text, severities[severity]);
  result.source = 'Layerscope';
  result.code = rule;
  return result;
}

function firstLine({ start, end, cell }: source.Range): source.Range {
  const stop = end.line === start.line ? end : { line: start.line, character: 10_000 };
  return { start, end: stop, ...(cell !== undefined && { cell }) };
}

/** A run's check repeats what the static rules said already. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, message, range }) => {
    const key = JSON.stringify([rule, message, range?.start.line]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
