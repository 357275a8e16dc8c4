// NumPy's .npz files: a zip of .npy files, stored or deflated.
import { unzipSync } from 'fflate';
import type { NumberArray } from '../dataset.ts';
import { DataFileError, formatBytes, largestFile } from './data-file-error.ts';
import { readNpy } from './npy.ts';

/** The arrays by their names. One that is not numbers is an error only when it is asked for. */
export function readNpz(bytes: Uint8Array, name: string): ReadonlyMap<string, () => NumberArray> {
  let unpacked = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name: file, originalSize }) => {
        unpacked += originalSize;
        if (unpacked > 4 * largestFile) {
          throw new DataFileError(`${name} unpacks to more than ${formatBytes(4 * largestFile)}: save a part of it.`);
        }
        return file.endsWith('.npy');
      },
    });
    return new Map(
      Object.entries(files).map(([file, content]) => [file.replace(/\.npy$/, ''), () => readNpy(content, `${name}: ${file}`)]),
    );
  } catch (error) {
    if (error instanceof DataFileError) throw error;
    throw new DataFileError(`${name} is not a .npz file, or is damaged: save it again with numpy.savez.`);
  }
}
