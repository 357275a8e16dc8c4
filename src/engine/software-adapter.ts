// Which WebGPU adapters compute on the processor. Pure: the engine asks, and the page that decides whether to start one.

/** What software adapters call themselves, in whichever of their names. */
const names = /swiftshader|llvmpipe|lavapipe|softpipe|warp|software|basic render/i;

/** What an adapter says of itself; `isFallbackAdapter` is missing in older browsers. */
export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

export function isSoftwareAdapter({ vendor, architecture, device, description, isFallbackAdapter }: AdapterDescription): boolean {
  return isFallbackAdapter === true || names.test([vendor, architecture, device, description].join(' '));
}
