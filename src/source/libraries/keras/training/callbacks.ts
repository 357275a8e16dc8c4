// Keras's callbacks: known by name, so that one that changes training is said not to be applied.
import { defineObjectType, type LibraryCall, type ObjectValue, type Value } from '../../../evaluate/value.ts';

const object = defineObjectType<string>({ name: 'keras.callbacks.Callback' });

const names = [
  'BackupAndRestore',
  'Callback',
  'CSVLogger',
  'EarlyStopping',
  'History',
  'LambdaCallback',
  'LearningRateScheduler',
  'ModelCheckpoint',
  'ProgbarLogger',
  'ReduceLROnPlateau',
  'RemoteMonitor',
  'SwapEMAWeights',
  'TensorBoard',
  'TerminateOnNaN',
];

export const callbackRows: Readonly<Record<string, LibraryCall>> = Object.fromEntries(
  names.map((name) => [`keras.callbacks.${name}`, ({ range }) => object.create(name, range) as ObjectValue]),
);

/** `EarlyStopping`; null for what is not one of Keras's own. */
export function callbackName(value: Value): string | null {
  return object.is(value) ? value.state : null;
}
