import { describe, expect, test } from 'vitest';
import { classifier, dense, pictures, quadratic, sequential } from '../../test/browser/recipes.ts';
import { layOutNetwork } from './network-layout.ts';

const networks = {
  'two units': quadratic().network,
  classifier: classifier().network,
  pictures: pictures().network,
  'twenty layers': sequential([4], ...Array.from({ length: 19 }, (_, index) => dense(`dense_${index}`, 1 + 7 * index, 'relu'))),
};

describe.each(Object.entries(networks))('%s', (_name, network) => {
  test.each([280, 700, 1400, 3800])('stands inside its picture at %i pixels, each layer after those that feed it', (width) => {
    const layout = layOutNetwork(network, width);
    const along = ({ x, y }: { x: number; y: number }) => (layout.direction === 'right' ? x : y);
    expect(layout.layers).toHaveLength(network.layers.length);
    for (const { box, glyph } of layout.layers) {
      expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
      if (glyph.kind === 'strip') expect(glyph.columns * glyph.rows).toBeGreaterThanOrEqual(glyph.units);
      if (glyph.kind === 'maps') expect(glyph.columns * glyph.rows).toBeGreaterThanOrEqual(glyph.shown);
    }
    for (const { from, to } of layout.links) {
      const [source, target] = [from, to].map((layer) => layout.layers.find((placed) => placed.layer === layer)?.box);
      if (!source || !target) throw new Error('A link without its layers.');
      const size = layout.direction === 'right' ? source.width : source.height;
      expect(along(source) + size).toBeLessThan(along(target));
    }
  });
});

test('runs down in a side bar and to the right in a tab; every unit of a small layer is a node', () => {
  const [narrow, wide] = [280, 1400].map((width) => layOutNetwork(networks['two units'], width));
  expect([narrow?.direction, wide?.direction]).toEqual(['down', 'right']);
  expect(wide?.layers.map(({ glyph }) => (glyph.kind === 'units' ? glyph.places.length : glyph.kind))).toEqual([2, 2, 1]);
  expect(wide?.links).toEqual([
    { from: 0, to: 1, kind: 'kernel' },
    { from: 1, to: 2, kind: 'kernel' },
  ]);
});

test('a convolution is drawn as maps, a long vector as a strip, and what joins them as a fold', () => {
  const { layers, links } = layOutNetwork(networks.pictures, 1000);
  expect(layers.map(({ glyph }) => glyph.kind)).toEqual(['maps', 'maps', 'maps', 'strip', 'units']);
  expect(new Set(links.map(({ kind }) => kind))).toEqual(new Set(['fold']));
});
