// A data file that a person chooses, read in the reader's thread: large ones take seconds.
import { l10n, type Uri, window, workspace } from 'vscode';
import type { Dataset } from '../data/dataset.ts';
import { checkSize } from '../data/files/data-file-error.ts';
import { dataFileEndings } from '../data/files/read-dataset.ts';
import type { Network } from '../network/network.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Reader } from './reader.ts';
import { fileName } from './source-text.ts';

/** Undefined when none was chosen. */
export async function chooseDataFile(): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const chosen = await window.showOpenDialog({
    title: l10n.t('Choose a file with training data'),
    openLabel: l10n.t('Train on This File'),
    filters: { [l10n.t('Data')]: [...dataFileEndings] },
    ...(folder && { defaultUri: folder }),
  });
  return chosen?.[0];
}

/** In the shapes that the network takes, where that is possible. Rejects with a message for people. */
export async function readDataFile(uri: Uri, network: Network, plan: TrainingPlan, reader: Reader): Promise<Dataset> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  let size: number;
  try {
    ({ size } = await workspace.fs.stat(uri));
  } catch {
    throw new Error(l10n.t('{0} is not there any more. Choose the data again with Train Model.', fileName(uri)));
  }
  checkSize(size, name);
  const bytes = await workspace.fs.readFile(uri);
  return reader.readData({ bytes, name, network, plan });
}
