// A data file that cannot be taken: the message is for the person who chose it and says what to do.

export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

/** 200 MB: what an editor can hold beside everything else. */
export const largestFile = 200 * 2 ** 20;

/** `1.4 GB`, `12 kB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(2))} ${units[power]}`;
}

/** Throws a DataFileError for more bytes than are read. Call it before the bytes are loaded. */
export function checkSize(bytes: number, name: string): void {
  if (bytes <= largestFile) return;
  throw new DataFileError(
    `${name} has ${formatBytes(bytes)}; Layerscope reads files up to ${formatBytes(largestFile)}. Save a part of it, for example the first 10,000 samples.`,
  );
}
