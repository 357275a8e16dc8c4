// NumPy's .npy files (numpy/lib/format.py, versions 1.0 to 3.0) → numbers.

import { sizeOf } from '../array/shape.ts';
import type { NumberArray } from '../dataset.ts';
import { DataFileError } from './data-file-error.ts';

/** Reads one array. Throws a DataFileError for what is not numbers. */
export function readNpy(bytes: Uint8Array, name: string): NumberArray {
  const { descr, isFortran, shape, start } = readHeader(bytes, name);
  const element = elementOf(descr, name);
  const count = sizeOf(shape);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + count * element.size > bytes.byteLength) {
    throw new DataFileError(`${name} ends before its array of shape (${shape.join(', ')}) does: it was not written to the end.`);
  }
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = element.read(view, start + index * element.size);
  return { shape, values: isFortran ? rowMajor(values, shape) : values };
}

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly start: number;
}

function readHeader(bytes: Uint8Array, name: string): Header {
  const magic = String.fromCharCode(...bytes.subarray(1, 6));
  if (bytes[0] !== 0x93 || magic !== 'NUMPY') throw new DataFileError(`${name} is not a .npy file: save the array with numpy.save.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = (bytes[6] ?? 1) > 1;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (isLong ? 12 : 10) + length;
  const text = new TextDecoder('latin1').decode(bytes.subarray(isLong ? 12 : 10, start));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text)) {
    throw new DataFileError(`${name} holds records with named fields: save each field as an array of its own.`);
  }
  if (descr === undefined || order === undefined || sizes === undefined) {
    throw new DataFileError(`${name} has a header that is not NumPy's: save the array again with numpy.save.`);
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
  return { descr, isFortran: order === 'True', shape, start };
}

interface Element {
  readonly size: number;
  read(view: DataView, offset: number): number;
}

function elementOf(descr: string, name: string): Element {
  const little = !descr.startsWith('>');
  const element = elements(little)[descr.replace(/^[<>|=]/, '')];
  if (element) return element;
  const what = descr.includes('O') ? 'Python objects' : /[US]/.test(descr) ? 'text' : `elements of type ${descr}`;
  throw new DataFileError(`${name} holds ${what}: Layerscope reads numbers. Convert the array before saving: x.astype('float32').`);
}

function elements(little: boolean): Readonly<Record<string, Element>> {
  return {
    f8: { size: 8, read: (view, at) => view.getFloat64(at, little) },
    f4: { size: 4, read: (view, at) => view.getFloat32(at, little) },
    f2: { size: 2, read: (view, at) => halfFloat(view.getUint16(at, little)) },
    i8: { size: 8, read: (view, at) => Number(view.getBigInt64(at, little)) },
    i4: { size: 4, read: (view, at) => view.getInt32(at, little) },
    i2: { size: 2, read: (view, at) => view.getInt16(at, little) },
    i1: { size: 1, read: (view, at) => view.getInt8(at) },
    u8: { size: 8, read: (view, at) => Number(view.getBigUint64(at, little)) },
    u4: { size: 4, read: (view, at) => view.getUint32(at, little) },
    u2: { size: 2, read: (view, at) => view.getUint16(at, little) },
    u1: { size: 1, read: (view, at) => view.getUint8(at) },
    b1: { size: 1, read: (view, at) => view.getUint8(at) },
  };
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** From columns first to rows first. */
function rowMajor(values: Float32Array, shape: readonly number[]): Float32Array {
  const result = new Float32Array(values.length);
  const position = shape.map(() => 0);
  for (const value of values) {
    let index = 0;
    for (const [axis, size] of shape.entries()) index = index * size + (position[axis] ?? 0);
    result[index] = value;
    for (let axis = 0; axis < shape.length; axis++) {
      position[axis] = (position[axis] ?? 0) + 1;
      if ((position[axis] ?? 0) < (shape[axis] ?? 0)) break;
      position[axis] = 0;
    }
  }
  return result;
}
