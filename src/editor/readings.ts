// What was read in the open documents, one reading a version, made off this thread. Editor features ask here.
import { type Event, EventEmitter, type ExtensionContext, type TextDocument, type Uri, workspace } from 'vscode';
import type { Finding } from '../diagnose/finding.ts';
import type { Definition } from '../source/definition.ts';
import type { Log } from './log.ts';
import { Reader, Superseded } from './reader.ts';
import { fileName, type Placement, placementOf, type SourceText, textLimit } from './source-text.ts';

/** Milliseconds of rest before a text that is being typed is read. */
const rest = 100;

export interface DocumentReading {
  readonly uri: Uri;
  readonly version: string;
  readonly definitions: readonly Definition[];
  readonly findings: readonly Finding[];
}

/** The part of a reading that one document shows. */
export interface PlacedReading extends DocumentReading {
  /** The document's cell; undefined for a file. */
  readonly cell: number | undefined;
}

export function registerReadings(context: ExtensionContext, log: Log): Readings {
  const worker = context.asAbsolutePath('dist/reader-worker.cjs');
  const reader = new Reader(worker, (message) => log.error(message));
  const readings = new Readings(reader, log);
  context.subscriptions.push(
    reader,
    readings,
    workspace.onDidOpenTextDocument((document) => readings.changed(document)),
    workspace.onDidChangeTextDocument(({ document }) => readings.changed(document)),
    workspace.onDidCloseTextDocument(({ uri }) => readings.closed(uri)),
    workspace.onDidCloseNotebookDocument(({ uri }) => readings.closed(uri)),
    workspace.onDidChangeNotebookDocument(({ notebook }) => {
      for (const { document } of notebook.getCells()) readings.changed(document);
    }),
  );
  for (const document of workspace.textDocuments) readings.changed(document);
  return readings;
}

interface Entry {
  version: string;
  reading: Promise<DocumentReading | undefined>;
  latest: DocumentReading | undefined;
}

export class Readings {
  readonly reader: Reader;
  readonly #log: Log;
  readonly #entries = new Map<string, Entry>();
  readonly #read = new EventEmitter<DocumentReading>();
  readonly #closed = new EventEmitter<Uri>();
  /** Fires when a text was read; also with no definitions when it has none any more. */
  readonly onDidRead: Event<DocumentReading> = this.#read.event;
  /** Fires when a text that was read is no longer open: what counts is the file. */
  readonly onDidClose: Event<Uri> = this.#closed.event;

  constructor(reader: Reader, log: Log) {
    this.reader = reader;
    this.#log = log;
  }

  /** The reading of the document as it stands now; undefined when it is not read or changes meanwhile. */
  async of(document: TextDocument): Promise<PlacedReading | undefined> {
    const placement = placementOf(document);
    if (!placement) return undefined;
    const reading = await this.#readingOf(placement.source, rest);
    return reading && { ...reading, cell: placement.cell };
  }

  /** The newest reading that there is of a source, perhaps of an earlier text. */
  latest(uri: Uri): DocumentReading | undefined {
    return this.#entries.get(uri.toString())?.latest;
  }

  /** The latest reading of the document's source, without waiting. */
  latestOf(document: TextDocument): PlacedReading | undefined {
    const placement = placementOf(document);
    const latest = placement && this.latest(placement.source.uri);
    return latest && { ...latest, cell: placement.cell };
  }

  /** The reading of a source whether or not it is open, at once. */
  async read(placement: Placement): Promise<DocumentReading | undefined> {
    return this.#readingOf(placement.source, 0);
  }

  changed(document: TextDocument): void {
    const placement = placementOf(document);
    if (placement) void this.#readingOf(placement.source, rest);
  }

  /** A text is no longer open. */
  closed(uri: Uri): void {
    if (this.#entries.delete(uri.toString())) this.#closed.fire(uri);
  }

  dispose(): void {
    this.#read.dispose();
    this.#closed.dispose();
  }

  #readingOf(source: SourceText, delay: number): Promise<DocumentReading | undefined> {
    const key = source.uri.toString();
    const known = this.#entries.get(key);
    if (known && known.version === source.version) return known.reading;
    // The first look at a text waits for nothing; later ones until typing rests.
    const reading = this.#readLater(source, known ? delay : 0);
    this.#entries.set(key, { version: source.version, reading, latest: known?.latest });
    return reading;
  }

  async #readLater(source: SourceText, delay: number): Promise<DocumentReading | undefined> {
    const key = source.uri.toString();
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const current = () => this.#entries.get(key)?.version === source.version;
    if (delay > 0 && !current()) return undefined;
    const text = source.text();
    if (text.text.length > textLimit) {
      this.#log.info(
        `${text.fileName} is not read: it has ${(text.text.length / 1e6).toFixed(1)} million characters, more than ${textLimit / 1e6} million.`,
      );
      return this.#finish(source, [], []);
    }
    try {
      const { definitions, findings, milliseconds } = await this.reader.read({ source: text, urgency: 'open', key });
      this.#log.debug(`${text.fileName}: ${definitions.length} definitions in ${milliseconds.toFixed(1)} ms`);
      return current() ? this.#finish(source, definitions, findings) : undefined;
    } catch (error) {
      if (!(error instanceof Superseded))
        this.#log.error(`${fileName(source.uri)} could not be read: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  #finish(source: SourceText, definitions: readonly Definition[], findings: readonly Finding[]): DocumentReading {
    const reading = { uri: source.uri, version: source.version, definitions, findings };
    const entry = this.#entries.get(source.uri.toString());
    if (entry) entry.latest = reading;
    this.#read.fire(reading);
    return reading;
  }
}
