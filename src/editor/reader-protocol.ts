// What the editor and the thread that reads for it say to each other.
import type { Dataset } from '../data/dataset.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Definition } from '../source/definition.ts';
import type { ReadOptions } from '../source/read.ts';

export interface TextToRead extends Pick<ReadOptions, 'fileName' | 'language'> {
  readonly text: string;
}

/** A reading with what the static rules found in it. */
export interface CheckedReading {
  readonly definitions: readonly Definition[];
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

export type HostToReader = {
  readonly requests: {
    readonly read: { readonly parameters: TextToRead; readonly result: CheckedReading };
    /** The arrays that the text itself passes to `fit` of this definition. */
    readonly materialize: {
      readonly parameters: { readonly source: TextToRead; readonly definition: string };
      readonly result: Dataset | { readonly reason: string };
    };
  };
  readonly events: Record<never, never>;
};

export type ReaderToHost = {
  readonly requests: Record<never, never>;
  readonly events: Record<never, never>;
};
