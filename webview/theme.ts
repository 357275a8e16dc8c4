// The theme's colours as numbers, for canvases. Everything else takes them from CSS.
import { type RGBColor, rgb } from 'd3';

/** Colours of the theme as it is now. Blue is positive and orange negative everywhere: a pair that colour-blind people tell apart. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly background: string;
  readonly positive: RGBColor;
  readonly negative: RGBColor;
  /** 511 colours from −1 to 1, as RGBA bytes for image data: the hue at the ends, clear at 0. */
  readonly diverging: Uint32Array;
}

const steps = 255;

export class Theme {
  #palette: Palette | null = null;
  readonly #changed: () => void;
  readonly #probe: HTMLElement;
  readonly #pixel: CanvasRenderingContext2D;

  /** `changed` is called when the theme is another one. */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#probe = document.createElement('span');
    this.#probe.className = 'probe';
    this.#probe.setAttribute('aria-hidden', 'true');
    document.body.append(this.#probe);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1, 1];
    this.#pixel = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    const observer = new MutationObserver(() => this.#forget());
    observer.observe(document.body, { attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#forget());
  }

  get palette(): Palette {
    this.#palette ??= this.#read();
    return this.#palette;
  }

  #forget(): void {
    this.#palette = null;
    this.#changed();
  }

  #read(): Palette {
    const positive = rgb(this.#color('--positive'));
    const negative = rgb(this.#color('--negative'));
    return {
      text: this.#color('--text'),
      muted: this.#color('--muted'),
      line: this.#color('--line'),
      background: this.#color('--background'),
      positive,
      negative,
      diverging: diverging(positive, negative),
    };
  }

  /** A colour in any of CSS's spellings, `color(srgb …)` too, → `rgb(…)` or `rgba(…)`: what one drawn pixel says. */
  #color(variable: string): string {
    this.#probe.style.color = `var(${variable})`;
    const pixel = this.#pixel;
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = getComputedStyle(this.#probe).color;
    pixel.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = pixel.getImageData(0, 0, 1, 1).data;
    return rgb(red, green, blue, alpha / 255).toString();
  }
}

/** The colour of `value` on a scale from −`limit` to `limit`, as CSS. */
export function divergingColor({ positive, negative }: Palette, value: number, limit: number): string {
  const strength = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
  const { r, g, b } = value < 0 ? negative : positive;
  return `rgba(${Math.round(r)},${Math.round(g)},${Math.round(b)},${opacity(strength).toFixed(3)})`;
}

/** Index into `Palette.diverging` of `value` on a scale from −`limit` to `limit`; the middle for what is not a number. */
export function divergingIndex(value: number, limit: number): number {
  const scaled = limit > 0 ? value / limit : 0;
  return Math.round(Math.max(-1, Math.min(1, Number.isNaN(scaled) ? 0 : scaled)) * steps) + steps;
}

/** Which of the theme's text and background is better read on a fill of `divergingColor`. */
export function inkOn(palette: Palette, value: number, limit: number): string {
  const strength = limit > 0 ? opacity(Math.min(1, Math.abs(value) / limit)) : 0;
  const [hue, ground, text] = [value < 0 ? palette.negative : palette.positive, rgb(palette.background), rgb(palette.text)];
  const mix = (one: number, other: number) => one * strength + other * (1 - strength);
  const fill = luminance(mix(hue.r, ground.r), mix(hue.g, ground.g), mix(hue.b, ground.b));
  const contrast = ({ r, g, b }: RGBColor) => {
    const own = luminance(r, g, b);
    return (Math.max(own, fill) + 0.05) / (Math.min(own, fill) + 0.05);
  };
  return contrast(text) >= contrast(ground) ? palette.text : palette.background;
}

/** Relative luminance as WCAG 2 defines it, of 0…255. */
function luminance(red: number, green: number, blue: number): number {
  const linear = (channel: number) => (channel <= 10.3 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function diverging(positive: RGBColor, negative: RGBColor): Uint32Array {
  const colors = new Uint32Array(2 * steps + 1);
  for (let index = 0; index < colors.length; index++) {
    const strength = (index - steps) / steps;
    const { r, g, b } = strength < 0 ? negative : positive;
    const alpha = Math.round(255 * opacity(Math.abs(strength)));
    // ImageData is RGBA in memory; every platform of VS Code is little-endian.
    colors[index] = ((alpha << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
  }
  return colors;
}

/** Small values stay visible: the eye compares steps of lightness, not of light. */
function opacity(strength: number): number {
  return strength ** 0.7;
}
