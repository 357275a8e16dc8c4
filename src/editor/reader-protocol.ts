// What the editor and the thread that reads for it say to each other.
import type { Dataset } from '../data/dataset.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Network } from '../network/network.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Definition } from '../source/definition.ts';
import type { ReadOptions } from '../source/read.ts';

export interface TextToRead extends Pick<ReadOptions, 'fileName' | 'language'> {
  readonly text: string;
}

export interface DataToRead {
  readonly bytes: Uint8Array;
  /** The file's, without its folder: its ending decides the format. */
  readonly name: string;
  readonly network: Network;
  readonly plan: TrainingPlan;
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
    /** The arrays of a data file, in the shapes that the network takes where that is possible. */
    readonly readData: { readonly parameters: DataToRead; readonly result: Dataset };
  };
  readonly events: Record<never, never>;
};

export type ReaderToHost = {
  readonly requests: Record<never, never>;
  readonly events: Record<never, never>;
};
